// Errors of a Python program: of all that are raised, those of one flow, of one name, or that nobody catches.
import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import type { ProbeWords } from '../../src/wire/protocol/index.ts';
import { withoutDebugpy } from '../launch/index.ts';
import { openPython, type PythonProgram } from './open-python.ts';

const skip = withoutDebugpy();

/** Its binding, once the program has it. */
async function set(program: PythonProgram, session: string, probe: ProbeWords, task?: string) {
  const matchers = task === undefined ? [] : [{ by: 'task', glob: task } as const];
  const { probes } = await program.hub.ask('probe', { session, match: matchers, probes: [probe], limits: {} });
  const { data } = await program.when(() =>
    program.events.find(({ kind, data }) => kind.startsWith('probe-') && data.probe === probes[0]?.spec.id),
  );
  return data;
}

test('an error of one name is met in one task, where it is raised, and the others pass', { skip }, async t => {
  const program = await openPython(t, 'errors.py', []);
  const bound = await set(program, 'ann', { kind: 'stop', place: { on: 'throw', name: 'Refused' } }, 'job-1');
  equal(bound.state, 'bound');
  // It is asked before it stops.
  match(String(bound.reason), /^An error that begins in Python's own library is met[^.]*\.$/);
  program.say('go');
  const stop = await program.stop();
  deepEqual(
    [stop.flowName, stop.place.function, stop.place.line, stop.stack.map(one => one.function)],
    ['job-1', 'check', program.line('raise'), ['check', 'job']],
  );
  equal(await program.value(stop.id, 'user'), 'u1');
  match(JSON.stringify(await program.value(stop.id, 'error')), /Refused.*u1 may not/);
  equal(await program.evaluate(stop.id, 'str(error)'), 'u1 may not');
  const { next } = await program.hub.ask('step', { hold: stop.id, step: 'out' });
  deepEqual([next?.place.function, next?.flowName], ['job', 'job-1']);
  await program.hub.ask('resume', {});
  deepEqual(JSON.parse(await program.next()), ['u0 JSONDecodeError', 'u1 KeyError', 'u2 JSONDecodeError']);
  equal(program.events.filter(({ kind }) => kind === 'stopped').length, 2);
  equal(await program.end(), 0);
  equal(program.stderr(), '');
});

test('each error is told once, where it is first in the program', { skip }, async t => {
  const program = await openPython(t, 'errors.py', []);
  await set(program, 'ann', { kind: 'snap', place: { on: 'throw' } });
  await set(program, 'ann', {
    kind: 'log',
    place: { on: 'throw' },
    condition: 'error.args == ("u1",)',
    text: 'no {error.args[0]}',
  });
  program.say('go');
  equal(JSON.parse(await program.next()).length, 3);
  const told = await program.when(() => {
    const all = program.events.filter(({ kind }) => kind === 'snap' || kind === 'log');
    return all.length < 5 ? undefined : all;
  });
  deepEqual(
    told.map(({ kind, data }) => [kind, data.line, ...(kind === 'log' ? [data.text] : [])]),
    [
      ['snap', program.line('library')],
      ['snap', program.line('raise')],
      ['snap', program.line('key')],
      ['log', program.line('key'), 'no u1'],
      ['snap', program.line('library')],
    ],
  );
  equal(await program.end(), 0);
});

test('what nobody catches is met before the program or a thread ends by it', { skip }, async t => {
  const program = await openPython(t, 'errors.py', ['--on', 'stop@uncaught']);
  program.say('go');
  equal(JSON.parse(await program.next()).length, 3);
  program.say('thread');
  const ofThread = await program.stop();
  deepEqual([ofThread.place.function, ofThread.place.line], ['thread', program.line('thread')]);
  equal(await program.value(ofThread.id, 'lost'), 'thread');
  await program.hub.ask('resume', {});
  equal(await program.next(), 'joined');
  program.say('fail');
  const last = await program.when(() => program.events.filter(({ kind }) => kind === 'stopped')[1]);
  deepEqual([last.data.function, last.data.line], ['main', program.line('fail')]);
  equal(await program.evaluate(String(last.data.hold), 'reason + str(error)'), 'told sotold so');
  await program.hub.ask('resume', {});
  equal(await program.ended, 1);
  match(program.stderr(), /Refused: told so/);
});

test('of what nobody catches, one name; the others pass', { skip }, async t => {
  const program = await openPython(t, 'errors.py', ['--on', 'stop@uncaught:Refused']);
  program.say('thread');
  equal(await program.next(), 'joined');
  program.say('fail');
  const stop = await program.stop();
  deepEqual([stop.place.function, stop.place.line], ['main', program.line('fail')]);
  equal(program.events.filter(({ kind }) => kind === 'stopped').length, 1);
  await program.hub.ask('resume', {});
  equal(await program.ended, 1);
});
