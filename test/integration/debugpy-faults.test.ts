// What goes wrong round debugpy: the program goes on, an error says what to do, and nothing of ours is left running.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { changedDebugpy } from '../launch/debugpy.ts';
import { folder, until, withoutDebugpy } from '../launch/index.ts';
import { openPython, type PythonProgram, untilEnded } from './open-python.ts';

const skip = withoutDebugpy();
const stopOfJob3 = ['--stop', 'jobs.py:@answer', '--session', 'ann', '--match', 'task:job-3'];
const totals = JSON.stringify(Array.from({ length: 6 }, (_, at) => ({ user: `u${at}`, total: 40 })));

async function stopped(program: PythonProgram): Promise<{ hold: string; adapters: number[] }> {
  program.say('go');
  const { id } = await program.stop();
  const adapters = program.adapters();
  equal(adapters.length, 1);
  return { hold: id, adapters };
}

/** Why its probe is refused, as soon as it is. */
const refusal = (program: PythonProgram) =>
  until(async () => (await program.hub.ask('sessions', {})).sessions[0]?.probes[0]?.lastRefusal);

/** The program's answer, with what its JSON has and no blank. */
const answers = async (program: PythonProgram) => JSON.stringify(JSON.parse(await program.next()));

/** It has begun to go when Eddy puts it out, and says that it is gone a second after it waited for its threads. */
const slowToGo = `
def slow_to_go():
    import sys, time
    while not hasattr(sys.modules.get("pydevd"), "set_global_debugger"):
        time.sleep(0.01)
    from _pydevd_bundle.pydevd_api import PyDevdAPI
    pydevd = sys.modules["pydevd"]
    forget, disconnect = pydevd.set_global_debugger, PyDevdAPI.request_disconnect
    pydevd.set_global_debugger = lambda one: (one is None and time.sleep(1), forget(one))
    PyDevdAPI.request_disconnect = lambda *given, **named: (time.sleep(0.3), disconnect(*given, **named))

if not is_adapter:
    import _thread
    _thread.start_new_thread(slow_to_go, ())
`;

/** And set again, its probe works again. */
async function adapterKilled(program: PythonProgram): Promise<void> {
  const { adapters } = await stopped(program);
  process.kill(adapters[0]!, 'SIGKILL');
  equal(await answers(program), totals);
  const refused = await program.when(() => program.events.find(({ kind }) => kind === 'probe-refused'));
  match(String(refused.data.reason), /adapter is gone: .*SIGKILL.*set the probe again/s);
  deepEqual((await program.hub.ask('holds', {})).holds, []);
  // Set again, it works again.
  await program.hub.ask('probe', {
    session: 'ann',
    match: [],
    probes: [{ kind: 'snap', place: { file: 'jobs.py', line: program.line('answer') } }],
    limits: {},
  });
  const isBound = ({ kind, data }: (typeof program.events)[number]) => kind === 'probe-bound' && data.probe === 'p2';
  await program.when(() => program.events.find(isBound));
  await program.hub.ask('unset', { what: 'p1' });
  program.say('go');
  equal(await answers(program), totals);
  await program.when(() => program.events.find(({ kind }) => kind === 'snap'));
  equal(await program.end(), 0);
  await untilEnded(adapters);
}

test("debugpy's adapter is killed while a task is stopped", { skip }, async t => {
  await adapterKilled(await openPython(t, 'jobs.py', stopOfJob3));
});

test('the same, and debugpy takes its time to go', { skip }, async t => {
  const env = { PYTHONPATH: changedDebugpy(t, { before: slowToGo }) };
  await adapterKilled(await openPython(t, 'jobs.py', stopOfJob3, { env }));
});

test('Eddy is killed while a task is stopped', { skip }, async t => {
  const program = await openPython(t, 'jobs.py', stopOfJob3);
  const { adapters } = await stopped(program);
  program.kill();
  equal(await answers(program), totals);
  await untilEnded(adapters);
});

test('the program is killed while a task is stopped', { skip }, async t => {
  const program = await openPython(t, 'jobs.py', stopOfJob3);
  const { adapters } = await stopped(program);
  process.kill(program.program()!, 'SIGKILL');
  await program.ended;
  await untilEnded(adapters);
});

test('the connection of debugpy is cut', { skip }, async t => {
  const program = await openPython(t, 'jobs.py', stopOfJob3);
  const adapters = program.adapters();
  program.say('cut');
  equal(await program.next(), 'cut');
  const refused = await program.when(() => program.events.find(({ kind }) => kind === 'probe-refused'));
  match(String(refused.data.reason), /set the probe again/);
  program.say('go');
  equal(await answers(program), totals);
  await untilEnded(adapters);
  equal(await program.end(), 0);
});

test('a stop lets go by itself when its time is over, and meanwhile Eddy answers', { skip }, async t => {
  const program = await openPython(t, 'jobs.py', [...stopOfJob3, '--hold-for', '3s']);
  program.say('go');
  const stop = await program.stop();
  const { targets } = await program.hub.ask('flows', {});
  ok(targets[0]?.activity?.flows.some(({ id }) => id === stop.flow));
  ok((await program.hub.ask('dump', {})).targets.length === 1);
  const resumed = await program.when(() => program.events.find(({ kind }) => kind === 'resumed'));
  match(String(resumed.data.why), /limit of 3000 ms passed/);
  equal(await answers(program), totals);
  equal(await program.end(), 0);
});

test('when the last probe goes, so does debugpy', { skip }, async t => {
  const program = await openPython(t, 'jobs.py', stopOfJob3);
  const { adapters } = await stopped(program);
  const before = await program.hub.ask('off', {});
  deepEqual([before.unanswered, before.stillHeld], [[], []]);
  equal(await answers(program), totals);
  await untilEnded(adapters);
  program.say('traced');
  const [isTraced, threads] = JSON.parse(await program.next()) as [boolean, string[]];
  deepEqual([isTraced, threads.filter(name => /pydevd|eddy/.test(name))], [false, []]);
  equal(await program.end(), 0);
});

test('a debugpy that is not one is refused with what it said', { skip }, async t => {
  const place = folder(t);
  mkdirSync(join(place, 'debugpy'));
  writeFileSync(join(place, 'debugpy', '__init__.py'), '__version__ = "0.1"\n');
  const program = await openPython(t, 'jobs.py', stopOfJob3, { env: { PYTHONPATH: place } });
  match(await refusal(program), /adapter of process \d+.*status 1.*debugpy 1\.6 or later/s);
  program.say('go');
  equal(await answers(program), totals);
  deepEqual(program.adapters(), []);
  equal(await program.end(), 0);
});

test('an adapter that starts late: the program does not wait, and the probe works from then on', { skip }, async t => {
  const gate = join(folder(t), 'open');
  const before = `while is_adapter and not os.path.exists(${JSON.stringify(gate)}): time.sleep(0.01)`;
  const program = await openPython(t, 'jobs.py', [], { env: { PYTHONPATH: changedDebugpy(t, { before }) } });
  const place = { file: 'jobs.py', line: program.line('answer') };
  const asked = program.hub.ask('probe', { session: 'ann', match: [], probes: [{ kind: 'stop', place }], limits: {} });
  await until(async () => program.adapters()[0]);
  program.say('go');
  equal(await answers(program), totals);
  writeFileSync(gate, '');
  await asked;
  await program.when(() => program.events.find(({ kind }) => kind === 'probe-bound'));
  const { adapters } = await stopped(program);
  await program.hub.ask('off', {});
  equal(await answers(program), totals);
  equal(await program.end(), 0);
  await untilEnded(adapters);
});

test('the program ends while its adapter has not started yet', { skip }, async t => {
  const before = 'while is_adapter: time.sleep(0.01)';
  const program = await openPython(t, 'jobs.py', [], { env: { PYTHONPATH: changedDebugpy(t, { before }) } });
  const place = { file: 'jobs.py', line: program.line('answer') };
  const asked = program.hub.ask('probe', { session: 'ann', match: [], probes: [{ kind: 'stop', place }], limits: {} });
  asked.catch(() => {});
  const adapter = await until(async () => program.adapters()[0]);
  equal(await program.end(), 0);
  await untilEnded([adapter]);
});

test('a debugpy that is too old for this Python says which one would do', { skip }, async t => {
  const env = { PYTHONPATH: changedDebugpy(t, { version: '1.6.2' }) };
  const program = await openPython(t, 'jobs.py', stopOfJob3, { env });
  match(await refusal(program), /need debugpy 1\.6\.4 or newer, and this is 1\.6\.2.*pip install --upgrade debugpy/s);
  program.say('go');
  equal(await answers(program), totals);
  deepEqual(program.adapters(), []);
  equal(await program.end(), 0);
});

test('a debugpy that is newer than any is taken at its word', { skip }, async t => {
  const env = { PYTHONPATH: changedDebugpy(t, { version: '99.1' }) };
  const program = await openPython(t, 'jobs.py', stopOfJob3, { env });
  const { adapters } = await stopped(program);
  await program.hub.ask('off', {});
  equal(await answers(program), totals);
  equal(await program.end(), 0);
  await untilEnded(adapters);
});
