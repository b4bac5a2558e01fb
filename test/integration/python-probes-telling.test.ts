// What a log in a Python program says of values, and what is said of a condition or a text that cannot be evaluated.
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { until, withoutDebugpy } from '../launch/index.ts';
import { openPython } from './open-python.ts';

const skip = withoutDebugpy();

test('a log reads as Python prints; what is hidden is hidden; what fails is heard of once, and counted', {
  skip,
}, async t => {
  const text = '{user} {dict(n=[total])} {dict(password=user)} {KeyError(user)} {nothing}';
  const program = await openPython(t, 'jobs.py', [
    ...['--log', `jobs.py:@answer=${text}`, '--snap', 'jobs.py:@after if wrong > 1'],
    ...['--session', 'ann', '--match', 'task:job-3'],
  ]);
  const ofProbe = (id: string, kind: string) =>
    program.events.filter(one => one.kind === kind && one.data.probe === id).map(({ data }) => data);
  for (let round = 0; round < 2; round++) {
    program.say('go');
    await program.next();
  }
  const snaps = await program.when(() => {
    const told = ofProbe('p2', 'probe-failed');
    return told.length === 3 && ofProbe('p1', 'probe-failed').length === 2 ? told : undefined;
  });
  const why = "NameError: name 'wrong' is not defined";
  deepEqual(
    snaps.map(({ state, trouble }) => [state, trouble]),
    [1, 2, 4].map(times => ['bound', { why, times }]),
  );
  const logs = ofProbe('p1', 'log').map(data => data.text);
  const wanted = "u3 {'n': [40]} [redacted: key] KeyError('u3') {NameError: name 'nothing' is not defined}";
  deepEqual(logs, [wanted, wanted]);
  const { sessions } = await program.hub.ask('sessions', {});
  deepEqual(
    sessions[0]?.probes.map(({ hits, trouble }) => [hits, trouble?.times]),
    [
      [2, 2],
      [0, 4],
    ],
  );
  equal(await program.end(), 0);
});

test('the first failure is told beside the program’s own words', { skip }, async t => {
  const program = await openPython(
    t,
    'jobs.py',
    ['--stop', 'jobs.py:@after if wrong > 1', '--session', 'ann', '--match', 'task:job-3'],
    { isQuiet: false },
  );
  program.say('go');
  await program.next();
  equal(await program.end(), 0);
  const told = program
    .stderr()
    .split('\n')
    .filter(line => line.includes("'wrong'"));
  equal(told.length, 1, program.stderr());
  match(told[0] as string, /^eddy: probe-failed p1 .*could not be evaluated: NameError/);
  ok(!program.stderr().includes('stopped s1'));
});

test('a condition that cannot be read is refused', { skip }, async t => {
  const program = await openPython(t, 'jobs.py', ['--snap', 'jobs.py:@answer if total >', '--on', 'throw if (']);
  const told = await until(async () => {
    const { sessions } = await program.hub.ask('sessions', {});
    const known = sessions.flatMap(({ probes }) => probes).flatMap(({ bindings }) => bindings);
    return known.length === 2 && known.every(({ state }) => state !== 'waiting') ? known : undefined;
  });
  deepEqual(
    told.map(({ state }) => state),
    ['refused', 'refused'],
  );
  for (const { reason } of told) match(String(reason), /^Its condition: '.*' cannot be read: SyntaxError/);
  program.say('go');
  await program.next();
  equal(await program.end(), 0);
});
