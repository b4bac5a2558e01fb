import { deepEqual, equal, match } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.ts';
import { examine } from './examine.ts';
import type { Row } from './row.ts';
import { lineOf, sampleProgram } from './sample-program.ts';
import type { DoctorWork, SampleEnd, SampleRun } from './work.ts';

function workWith(clock: FakeClock, run: DoctorWork['run']): DoctorWork {
  return {
    env: { ...process.env, PATH: '/no/such/folder' },
    cwd: process.cwd(),
    clock,
    preload: () => '/no/such/register.cjs',
    run,
    dial: () => Promise.reject(new Error('not here')),
  };
}

const ended: SampleEnd = { end: { how: 'signal', signal: 'SIGKILL' }, report: {} as SampleEnd['report'], troubles: [] };
const stateOf = (rows: readonly Row[], id: string) => rows.find(row => row.id === id)?.state;

test('a program that says nothing is killed when its time is up, and its folder is gone', async () => {
  const clock = new FakeClock();
  let seen: SampleRun | undefined;
  const told: Row[] = [];
  const killed = Promise.withResolvers<SampleEnd>();
  const work = workWith(clock, request => {
    seen = request;
    equal(existsSync(request.words[0]), true);
    request.onStarted({
      signal(name) {
        equal(name, 'SIGKILL');
        killed.resolve(ended);
      },
    });
    setImmediate(() => clock.advance(5_000));
    return killed.promise;
  });
  const { rows, interrupted } = await examine(work, row => told.push(row));
  deepEqual(told, rows);
  equal(interrupted, undefined);
  match(rows.find(({ id }) => id === 'session-start')!.saw, /not done within 5\.0 s/);
  equal(stateOf(rows, 'session-hit'), 'skipped');
  equal(stateOf(rows, 'session-left'), 'ok');
  equal(existsSync(dirname(seen!.words[0])), false);
  equal(stateOf(rows, 'built'), 'fail');
  equal(new Set(rows.map(({ id }) => id)).size, rows.length);
});

test('a program that ends at once, or cannot be started, is a failed row', async () => {
  const early = await examine(workWith(new FakeClock(), async () => ({ ...ended, end: { how: 'exit', code: 3 } })));
  match(early.rows.find(({ id }) => id === 'session-start')!.saw, /^It ended with 3\.$/);
  const refused = await examine(workWith(new FakeClock(), () => Promise.reject(new Error('no preload'))));
  const row = refused.rows.find(({ id }) => id === 'session-start')!;
  deepEqual([row.state, row.saw], ['fail', 'no preload']);
  equal(typeof row.toDo, 'string');
});

test('what takes too long has failed, and is a warning where Eddy does without', async () => {
  const clock = new FakeClock();
  const examined = examine(workWith(clock, () => Promise.reject(new Error('not here'))));
  clock.advance(2_000);
  const { rows } = await examined;
  deepEqual([stateOf(rows, 'python'), stateOf(rows, 'loopback')], ['warn', 'fail']);
  match(rows.find(({ id }) => id === 'python')!.saw, /not done within 2\.0 s/);
});

test('a configuration is looked at where there is one to read it', async () => {
  const clock = new FakeClock();
  const work = workWith(clock, () => Promise.reject(new Error('not here')));
  const look = async (found: { file?: string; problems: string[] }) => {
    const { rows } = await examine({ ...work, configuration: async () => found });
    return rows.find(({ id }) => id === 'configuration');
  };
  equal((await look({ problems: [] }))?.state, 'ok');
  equal((await look({ file: '/eddy.config.yaml', problems: [] }))?.saw, '/eddy.config.yaml');
  const bad = await look({ file: '/eddy.config.yaml', problems: ['line 3: unknown key'] });
  deepEqual([bad?.state, bad?.saw], ['fail', '/eddy.config.yaml: line 3: unknown key']);
});

test('the marks of the sample are where they stand', () => {
  const lines = sampleProgram.split('\n');
  match(lines[lineOf('hold') - 1]!, /return total/);
  match(lines[lineOf('snap') - 1]!, /response\.end/);
});
