import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { Mutex } from 'async-mutex';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { AsyncDebugger, getAsyncDebugger } from './index.ts';

test('tasks, scopes, locks and sessions are counted where they were tracked', async () => {
  const debug = new AsyncDebugger();
  equal(await debug.trackedTask('add', () => 1 + 1), 2);
  await rejects(
    debug.trackedTask('breaks', async () => {
      throw new RangeError('too far');
    }),
    /too far/,
  );
  equal(await debug.trackedScope('upload', async scope => scope.name), 'upload');
  equal(await debug.trackLock('orders', new Mutex(), () => 'held'), 'held');
  equal(await debug.trackSdkSession('s1', () => 'said'), 'said');
  await rejects(
    debug.trackSdkSession('s2', async () => {
      throw new Error('gone');
    }),
    /gone/,
  );
  const statistics = debug.getDebugStatistics();
  deepEqual([statistics.tasks.total, statistics.tasks.done, statistics.tasks.failed], [2, 1, 1]);
  deepEqual([statistics.scopes.total, statistics.scopes.active, statistics.scopes.errorRate], [1, 0, 0]);
  equal(statistics.resources.locks.acquired, 1);
  deepEqual([statistics.resources.sessions.byStatus.completed, statistics.resources.sessions.byStatus.failed], [1, 1]);
  const report = debug.generateReport();
  deepEqual(
    report.failedTasks.map(task => task.error),
    ['RangeError: too far'],
  );
  deepEqual(JSON.parse(JSON.stringify(report)).statistics.tasks, statistics.tasks);
});

test('an SDK session of the debugger is watched for silence', async t => {
  const rt = runtime();
  const { clock: before } = rt;
  const clock = new FakeClock();
  rt.clock = clock;
  t.after(() => {
    rt.clock = before;
    rt.findings.clear();
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  const done = new AsyncDebugger().trackSdkSession('silent', () => promise, undefined, { firstMessageMs: 50 });
  clock.advance(60);
  deepEqual(
    rt.findings.list().map(one => one.kind),
    ['sdk-no-first-message'],
  );
  resolve();
  await done;
});

test('an operation has a record of its own, and its breakpoints are refused in as many words', async () => {
  const debug = new AsyncDebugger();
  const gate = Promise.withResolvers<string>();
  const first = debug.debugAsyncOperation('first', () => gate.promise, ['shop.ts:42', { file: 'a.ts', line: 3 }]);
  equal(await debug.debugAsyncOperation('second', async ({ name }) => name), 'second');
  const [one, two] = debug.getOperations();
  deepEqual(
    one?.breakpoints.map(({ file, line, state }) => [file, line, state]),
    [
      ['shop.ts', 42, 'refused'],
      ['a.ts', 3, 'refused'],
    ],
  );
  deepEqual([one?.name, one?.state, one?.id], ['first', 'waiting', first.id]);
  deepEqual([two?.name, two?.state, two?.breakpoints], ['second', 'done', []]);
  deepEqual(debug.getDebugStatistics().operations, { total: 2, active: 1, refusedBreakpoints: 2 });
  match(String(one?.breakpoints[0]?.reason), /`eddy run`/);
  gate.resolve('end');
  equal(await first, 'end');
});

test('a scope that another flow exits is found', async () => {
  const debug = new AsyncDebugger();
  const id = await debug.trackedTask('opens', () => debug.scopeMonitor.enterScope('session'));
  equal(await debug.trackedTask('closes', () => debug.scopeMonitor.exitScope(id)), 'scope-crossed');
  equal(debug.getDebugStatistics().scopes.crossTaskViolations, 1);
});

test('the summary goes where it is told, and there is one debugger a thread', () => {
  let text = '';
  new AsyncDebugger().printSummary(part => {
    text += part;
  });
  match(text, /^Tasks of this debugger: 0, 0 active/);
  match(text, /^Locks: \d+ held/m);
  equal(getAsyncDebugger(), getAsyncDebugger());
});
