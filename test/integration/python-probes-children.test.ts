// Children of a Python program have its probes before their first line, however they are started; so have files that load late.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { withoutDebugpy } from '../launch/index.ts';
import { lineIn, openPython, pythonPrograms } from './open-python.ts';

const skip = withoutDebugpy();

for (const [kind, status] of [
  ['fork', '4'],
  ['multiprocessing fork', '0'],
  ['multiprocessing spawn', '0'],
  ['command', '0'],
] as const) {
  test(`a child has the probes of its parent: ${kind}`, { skip }, async t => {
    const program = await openPython(t, 'children.py', ['--snap', 'children.py:@work']);
    const word = kind.replace('multiprocessing ', '');
    program.say(kind);
    equal(await program.next(), status);
    const snap = await program.when(() => program.events.find(one => one.kind === 'snap'));
    deepEqual((snap.data.locals as Record<string, unknown>).kind, word);
    const { targets } = await program.hub.ask('flows', {});
    const parent = targets.find(({ info }) => info.parent === undefined)!;
    ok(snap.target !== parent.target, 'it was the parent');
    equal(program.events.filter(one => one.kind === 'snap').length, 1);
    // The parent still has its own.
    equal(
      (await program.hub.ask('sessions', {})).sessions[0]?.probes[0]?.bindings.some(
        one => one.target === parent.target && one.state === 'bound',
      ),
      true,
    );
    equal(await program.end(), 0);
    equal(program.stderr(), '');
  });
}

test('a file that is loaded late is met from its first line', { skip }, async t => {
  const line = lineIn(join(pythonPrograms, 'late.py'), 'answer');
  const program = await openPython(t, 'children.py', ['--snap', `late.py:${line}`]);
  program.say('import');
  equal(await program.next(), '42');
  const snap = await program.when(() => program.events.find(one => one.kind === 'snap'));
  deepEqual([snap.data.line, snap.data.function], [line, '']);
  equal(await program.end(), 0);
});
