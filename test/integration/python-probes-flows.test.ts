// Probes in a Python program, by real debugpy: of six tasks at once one is bound, and only that one is met.
import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { answeredBy } from '../launch/bindings.ts';
import { withoutDebugpy } from '../launch/index.ts';
import { openPython } from './open-python.ts';

const skip = withoutDebugpy();
const ofJob3 = ['--session', 'ann', '--match', 'task:job-3'];

test('one task of six is stopped, looked at, changed, stepped and let go', { skip }, async t => {
  const program = await openPython(t, 'jobs.py', ['--stop', 'jobs.py:@add if item == "a"', ...ofJob3]);
  const { hub } = program;
  program.say('go');
  const first = await program.stop();
  deepEqual(
    [first.kind, first.flowName, first.place.line, first.place.function],
    ['stop', 'job-3', program.line('add'), 'buy'],
  );
  deepEqual(
    first.stack.map(one => [one.function, one.async]),
    [
      ['buy', false],
      ['job', true],
    ],
  );
  equal(await program.value(first.id, 'user'), 'u3');
  equal(await program.value(first.id, 'total'), 0);
  equal(await program.evaluate(first.id, 'asyncio.current_task().get_name()'), 'job-3');
  equal(await program.evaluate(first.id, 'sum(total + 1 for _ in range(3))'), 3);
  equal((await hub.ask('set', { hold: first.id, name: 'total', expression: '1000' })).variable.value, 1000);

  // The line awaits: the five others run before this task comes back.
  const before = (await program.evaluate(first.id, 'len(turns)')) as number;
  const { next: second } = await hub.ask('step', { hold: first.id, step: 'over' });
  deepEqual([second?.flowName, second?.place.line], ['job-3', program.line('after')]);
  equal(await program.value(second!.id, 'total'), 1010);
  const between = await program.evaluate(second!.id, `sorted({*turns[${before}:]} - {"job-3"})`);
  ok(JSON.stringify(between).includes('job-4') && JSON.stringify(between).includes('job-5'), JSON.stringify(between));

  await hub.ask('resume', {});
  const answers = JSON.parse(await program.next()) as { user: string; total: number }[];
  deepEqual(
    answers.map(one => one.total),
    [40, 40, 40, 2040, 40, 40],
  );
  const stops = program.events.filter(({ kind }) => kind === 'stopped');
  equal(stops.length, 2);
  deepEqual([...new Set(stops.map(one => one.flow))], [first.flow]);
  equal(await program.end(), 0);
});

test('steps go into a function, and out to who awaits it', { skip }, async t => {
  const program = await openPython(t, 'jobs.py', ['--stop', 'jobs.py:@call', ...ofJob3]);
  const { hub } = program;
  program.say('go');
  const call = await program.stop();
  const into = (await hub.ask('step', { hold: call.id, step: 'into' })).next!;
  deepEqual([into.place.function, into.place.line], ['tax', program.line('tax')]);
  const out = (await hub.ask('step', { hold: into.id, step: 'out' })).next!;
  deepEqual([out.place.function, out.place.line], ['buy', program.line('answer')]);
  const back = (await hub.ask('step', { hold: out.id, step: 'over' })).next!;
  deepEqual([back.place.function, back.place.line, back.flowName], ['job', program.line('back'), 'job-3']);
  await hub.ask('resume', {});
  await program.next();
  equal(await program.end(), 0);
});

test('snaps and logs are of the bound task alone, with counts and rates kept in the program', { skip }, async t => {
  const program = await openPython(t, 'jobs.py', [
    ...['--snap', 'jobs.py:@after', '--log', 'jobs.py:@answer={user} has {total}, {nothing}'],
    ...['--max-hits', '3', ...ofJob3],
  ]);
  for (let round = 0; round < 3; round++) {
    program.say('go');
    await program.next();
  }
  const ofKind = (...kinds: string[]) => program.events.filter(({ kind }) => kinds.includes(kind));
  const seen = await program.when(() => (ofKind('snap', 'log').length >= 6 ? ofKind('snap', 'log') : undefined));
  deepEqual(seen.map(({ kind }) => kind).sort(), ['log', 'log', 'log', 'snap', 'snap', 'snap']);
  const snap = seen.find(({ kind }) => kind === 'snap')!;
  deepEqual(
    [snap.data.function, snap.data.line, (snap.data.locals as Record<string, unknown>).user],
    ['buy', program.line('after'), 'u3'],
  );
  match(String(seen.find(({ kind }) => kind === 'log')?.data.text), /^u3 has 40, \{NameError: .*nothing.*\}$/);
  equal(await program.end(), 0);
});

test('what Python cannot have is refused with what to do instead; a line without code says where it went', {
  skip,
}, async t => {
  const program = await openPython(t, 'jobs.py', []);
  const probe = async (...probes: Parameters<typeof program.hub.ask<'probe'>>[1]['probes']) => {
    const set = await program.hub.ask('probe', { match: [], probes, limits: {} });
    return (await answeredBy(program.hub, 1, set.probes)).map(one => one.bindings[0]);
  };
  const at = (line: number) => ({ file: 'jobs.py', line });
  const [hold] = await probe({ kind: 'hold', place: at(program.line('add')) });
  equal(hold?.state, 'refused');
  match(String(hold?.reason), /event loop.*--stop/);
  const [aborted] = await probe({ kind: 'snap', place: { on: 'abort' } });
  equal(aborted?.state, 'refused');
  match(String(aborted?.reason), /throw or uncaught/);
  const [missing] = await probe({ kind: 'snap', place: { file: 'nowhere.py', line: 3 } });
  equal(missing?.state, 'waiting');
  const [far] = await probe({ kind: 'snap', place: at(9_999) });
  equal(far?.state, 'refused');
  match(String(far?.reason), /no code.*Lines near it/);
  match(String(far?.reason), new RegExp(`: ${far?.near?.join(', ')}\\.$`));
  const [moved] = await probe({ kind: 'snap', place: at(far!.near![0]!) });
  notEqual(moved?.state, 'refused');
  equal(await program.end(), 0);
});

test('a probe that comes late is bound in the running program; the last that goes leaves it as it was', {
  skip,
}, async t => {
  const program = await openPython(t, 'jobs.py', []);
  const { hub } = program;
  const set = await hub.ask('probe', {
    session: 'late',
    match: [{ by: 'task', glob: '*-3' }],
    probes: [{ kind: 'snap', place: { file: 'jobs.py', line: program.line('answer') } }],
    limits: {},
  });
  await program.when(() => program.events.find(({ kind }) => kind === 'probe-bound'));
  program.say('go');
  await program.next();
  await program.when(() => program.events.find(({ kind }) => kind === 'snap'));
  equal(program.events.filter(({ kind }) => kind === 'snap').length, 1);
  await hub.ask('unset', { what: set.session.name });
  // Asked of the program itself: nothing traces it any more.
  program.say('go');
  await program.next();
  equal(program.events.filter(({ kind }) => kind === 'snap').length, 1);
  equal(await program.end(), 0);
});
