import { deepEqual, equal, match, ok, rejects, throws } from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Mutex } from 'async-mutex';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { limits } from '../limits.ts';
import { task } from '../tasks/index.ts';
import { ResourceMonitor, SystemMonitor } from './index.ts';

const rt = runtime();
const clock = new FakeClock();
rt.clock = clock;

test('a lock shows its holder and who waits, with both their flows', async () => {
  const monitor = new ResourceMonitor();
  const lock = monitor.monitorLock('orders', new Mutex());
  const gate = Promise.withResolvers<void>();
  const holds = task('holds', () => lock.run(() => gate.promise));
  const waits = task('waits', () => lock.run(() => 'got it'));
  const [seen] = monitor.locks.getActiveLocks();
  equal(seen?.name, 'orders');
  await null;
  clock.advance(1_000);
  const [later] = monitor.locks.getActiveLocks();
  const all = [...(later?.holders ?? []), ...(later?.waiters ?? [])];
  deepEqual(all.map(one => one.flow).sort(), [holds.id, waits.id].sort());
  gate.resolve();
  equal(await waits, 'got it');
  await holds;
  deepEqual(monitor.locks.getActiveLocks(), []);
});

test('two that hold one name by hand are both kept; a release by a stranger is refused', async () => {
  const { locks } = new ResourceMonitor();
  const gate = Promise.withResolvers<void>();
  const both = ['a', 'b'].map(name =>
    task(name, async () => {
      locks.acquireLock('slot');
      await gate.promise;
      locks.releaseLock('slot');
    }),
  );
  deepEqual(
    locks.getActiveLocks()[0]?.holders.map(one => one.flowName),
    ['a', 'b'],
  );
  throws(() => locks.releaseLock('slot'), { code: 'unknown-id' });
  equal(locks.getStatistics().held, 2);
  clock.advance(limits.lockHeldMs);
  equal(locks.getStatistics().overLimit, 2);
  gate.resolve();
  await Promise.all(both);
  deepEqual(locks.getActiveLocks(), []);
  throws(() => locks.releaseLock('slot'), { code: 'unknown-id' });
  rt.findings.clear();
});

test('a session is counted once, in its last status, and one that its flow left is told', async () => {
  const { sessions } = new ResourceMonitor();
  equal(await sessions.monitorSession('one', 'sdk', 'agent', async () => 1), 1);
  await rejects(
    sessions.monitorSession('two', 'sdk', 'agent', async () => {
      throw new Error('reset');
    }),
    /reset/,
  );
  await rejects(
    sessions.monitorSession('three', 'sdk', 'agent', () => AbortSignal.abort().throwIfAborted()),
    { name: 'AbortError' },
  );
  await task('leaves', () => sessions.createSession('four'));
  sessions.updateSessionStatus('four', 'running');
  const [open] = sessions.getActiveSessions();
  deepEqual([open?.id, open?.status, open?.owner, open?.ownerEnded], ['four', 'running', 'leaves', true]);
  const { total, active, closed, byStatus, left } = sessions.getStatistics();
  deepEqual({ total, active, closed, left }, { total: 4, active: 1, closed: 3, left: 1 });
  deepEqual(byStatus, { created: 0, running: 1, completed: 1, failed: 1, cancelled: 1 });
  throws(() => sessions.createSession('four'), { code: 'bad-usage' });
  throws(() => sessions.updateSessionStatus('nobody', 'failed'), { code: 'unknown-id' });
  sessions.closeSession('four');
  throws(() => sessions.closeSession('four'), { code: 'unknown-id' });
  deepEqual(
    sessions.getClosedSessions().map(one => [one.id, one.error]),
    [
      ['one', undefined],
      ['two', 'Error: reset'],
      ['three', 'AbortError: This operation was aborted'],
      ['four', undefined],
    ],
  );
});

test('tasks of the runtime and those told by hand: completion can reach one', async () => {
  const { tasks } = new ResourceMonitor();
  const before = tasks.getStatistics();
  await task('ours', () => 1);
  tasks.trackTaskCreation(7, 'theirs', 'a queue job');
  clock.advance(limits.taskSlowMs);
  deepEqual(
    tasks.getLongRunningTasks().map(one => one.name),
    ['theirs'],
  );
  equal(tasks.getStatistics().active, 1);
  tasks.trackTaskCompletion(7, 'completed');
  throws(() => tasks.trackTaskCompletion(7), { code: 'unknown-id' });
  const after = tasks.getStatistics();
  deepEqual([after.total - before.total, after.done - before.done, after.completionRate], [2, 2, 1]);
});

test('the system is sampled without keeping the process or a gap of memory', () => {
  const monitor = new SystemMonitor({ everyMs: 100, keep: 5 });
  const handles = process.getActiveResourcesInfo().length;
  monitor.start();
  equal(process.getActiveResourcesInfo().length, handles);
  clock.advance(1_000);
  const { current, samples, taken, running, peak } = monitor.getSystemStats();
  deepEqual([samples, taken, running], [5, 11, true]);
  ok(current !== undefined && current.rssBytes > 1e6 && current.heapUsedBytes > 1e6);
  ok(peak.rssBytes >= current.rssBytes);
  if (process.platform === 'linux') ok((current.threads ?? 0) > 1);
  monitor.stop();
  clock.advance(1_000);
  equal(monitor.getSystemStats().taken, 11);
  ok('process' in rt.state().system);
});

test('a blocked loop shows in the delay', async () => {
  const started = performance.now();
  const monitor = new SystemMonitor().start();
  await new Promise(resolve => setTimeout(resolve, 45));
  const until = performance.now() + 150;
  while (performance.now() < until);
  await new Promise(resolve => setTimeout(resolve, 45));
  const { loopDelay, loopUtilization } = monitor.collectSystemStats();
  ok((loopDelay?.maxMs ?? 0) > 100, JSON.stringify(loopDelay));
  // On a machine that is busy elsewhere it waits longer than it asks for.
  const least = 140 / (performance.now() - started);
  ok(loopUtilization > least && loopUtilization <= 1, `${loopUtilization}, at least ${least}`);
  // The next sample starts anew, and nothing was measured since.
  deepEqual(monitor.collectSystemStats().loopDelay, { meanMs: 0, p50Ms: 0, p90Ms: 0, p99Ms: 0, maxMs: 0 });
  monitor[Symbol.dispose]();
  equal(monitor.running, false);
});

test('statistics, report and summary are of one piece and go to a file', async () => {
  const monitor = new ResourceMonitor({ logFile: join(tmpdir(), `eddy-monitor-${process.pid}.json`) });
  const report = await monitor.saveReport();
  const file = join(tmpdir(), `eddy-monitor-${process.pid}.json`);
  deepEqual(JSON.parse(await readFile(file, 'utf8')), JSON.parse(JSON.stringify(report)));
  await rm(file);
  await rejects(monitor.saveReport('/nowhere/at/all.json'), { code: 'cannot-write' });
  await rejects(new ResourceMonitor().saveReport(), { code: 'bad-usage' });
  let text = '';
  monitor.printSummary(part => {
    text += part;
  });
  match(text, /^Locks: 0 held.*\nSessions: 0.*\nTasks: \d+, 0 active.*\nSystem: CPU \d+ %, RSS \d+ MB/);
});
