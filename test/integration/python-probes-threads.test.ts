// Probes in worker threads of a Python program: a thread of `to_thread` belongs to the task that asked for it.
import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { withoutDebugpy } from '../launch/index.ts';
import { openPython } from './open-python.ts';

const skip = withoutDebugpy();

test('of four tasks that work in threads one is stopped there, looked at, changed and stepped', { skip }, async t => {
  const program = await openPython(t, 'workers.py', [
    ...['--stop', 'workers.py:@call', '--snap', 'workers.py:@back', '--session', 'ann', '--match', 'task:job-2'],
  ]);
  const { hub } = program;
  program.say('go');
  const first = await program.stop();
  deepEqual(
    [first.flowName, first.place.function, first.place.line, first.stack.map(one => one.function)],
    ['job-2', 'work', program.line('call'), ['work']],
  );
  equal(await program.value(first.id, 'name'), 'job-2');
  equal(await program.value(first.id, 'total'), 21);
  match(String(await program.evaluate(first.id, 'threading.current_thread().name')), /^asyncio_\d+$/);
  equal((await hub.ask('set', { hold: first.id, name: 'total', expression: '100' })).variable.value, 100);
  const into = (await hub.ask('step', { hold: first.id, step: 'into' })).next!;
  deepEqual([into.place.function, into.place.line, into.flowName], ['half', program.line('half'), 'job-2']);
  equal(await program.value(into.id, 'number'), 100);
  const out = (await hub.ask('step', { hold: into.id, step: 'out' })).next!;
  deepEqual([out.place.function, out.place.line], ['work', program.line('back')]);
  equal(await program.value(out.id, 'total'), 50);
  await hub.ask('resume', {});
  deepEqual(JSON.parse(await program.next()), ['job-0 0 False', 'job-1 5 False', 'job-2 50 False', 'job-3 15 False']);
  await program.when(() => program.events.find(({ kind }) => kind === 'snap'));
  const met = program.events.filter(({ kind }) => kind === 'stopped' || kind === 'snap');
  deepEqual([met.length, [...new Set(met.map(one => one.flow))]], [4, [first.flow]]);
  equal(await program.end(), 0);
});

test('threads of the program’s own and of its pools are met for every flow, each with its own stack and names', {
  skip,
}, async t => {
  const program = await openPython(t, 'workers.py', ['--stop', 'workers.py:@call']);
  program.say('pool');
  const pooled = await program.stop();
  equal(await program.value(pooled.id, 'name'), 'pooled');
  match(String(await program.evaluate(pooled.id, 'threading.current_thread().name')), /^ThreadPoolExecutor/);
  await program.hub.ask('resume', {});
  deepEqual(JSON.parse(await program.next()), ['pooled 4 False']);

  program.say('threads');
  const stops = () => program.events.filter(({ kind }) => kind === 'stopped').slice(1);
  for (let at = 0; at < 2; at++) {
    await program.when(() => stops()[at]);
    for (const { id } of (await program.hub.ask('holds', {})).holds) {
      equal(await program.evaluate(id, 'threading.current_thread().name'), await program.value(id, 'name'));
    }
    // One that comes meanwhile is let go with them: debugpy lets all go at once.
    await program.hub.ask('resume', {});
  }
  const names = stops().map(({ data }) => (data.locals as { name: string }).name);
  deepEqual(names.sort(), ['bare-0', 'bare-1']);
  deepEqual(JSON.parse(await program.next()), ['bare-0 0 False', 'bare-1 1 False']);
  equal(await program.end(), 0);
});
