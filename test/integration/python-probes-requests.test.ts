// A request is bound to a session by what it says of itself, and so is the task that it starts; other requests are not.
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { withoutDebugpy } from '../launch/index.ts';
import { openPython } from './open-python.ts';

const skip = withoutDebugpy();
const users = ['ann', 'bob', 'cy'];

for (const match of ['header:x-user=bob', 'path:/price/b*', 'expr:request.headers["x-user"] == "bob"']) {
  test(`requests that match ${match}`, { skip }, async t => {
    const program = await openPython(t, 'asgi.py', [
      ...['--snap', 'asgi.py:@answer', '--stop', 'asgi.py:@price', '--session', 'bob', '--match', match],
    ]);
    program.say(JSON.stringify(users));
    const stop = await program.stop();
    equal(await program.value(stop.id, 'user'), 'bob');
    await program.hub.ask('resume', {});
    deepEqual(JSON.parse(await program.next()), ['ann 3', 'bob 3', 'cy 2']);
    await program.when(() => program.events.find(({ kind }) => kind === 'snap'));
    const met = program.events.filter(({ kind }) => kind === 'snap' || kind === 'stopped');
    deepEqual(
      met.map(({ kind, data }) => [kind, (data.locals as { user: string }).user]),
      [
        ['stopped', 'bob'],
        ['snap', 'bob'],
      ],
    );
    equal(await program.end(), 0);
  });
}
