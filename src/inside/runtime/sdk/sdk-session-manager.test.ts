import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { SdkSessionManager } from './sdk-session-manager.ts';
import { percentiles } from './sdk-statistics.ts';
import { trackSdkSession } from './track-sdk-session.ts';

let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
  runtime().clock = clock;
  runtime().findings.clear();
});

test('one that fails leaves the others alone, and what it threw is in its result', async () => {
  const manager = new SdkSessionManager();
  const error = new Error('mine');
  const flows = new Set<string>();
  const [good, bad, other] = await Promise.all([
    manager.executeIsolated('good', () => {
      flows.add(runtime().flow().id);
      return 42;
    }),
    manager.executeIsolated('bad', () => Promise.reject(error)),
    manager.executeIsolated('other', async () => {
      flows.add(runtime().flow().id);
      return 'x';
    }),
  ]);
  deepEqual([good.state, good.value], ['finished', 42]);
  deepEqual([bad.state, bad.error, 'value' in bad], ['failed', error, false]);
  deepEqual([other.state, other.value], ['finished', 'x']);
  equal(flows.size, 2);
  const statistics = manager.statistics();
  deepEqual(statistics.ends, { finished: 2, failed: 1 });
  equal(statistics.durationMs?.count, 3);
  equal(statistics.finishedShare, 2 / 3);
});

test('so many at once, in order; a slot comes back whatever the end', async () => {
  const manager = new SdkSessionManager({ maxConcurrent: 2 });
  let running = 0;
  let most = 0;
  const order: number[] = [];
  const results = await Promise.all(
    Array.from({ length: 12 }, (_, at) =>
      manager.executeIsolated(`n${at}`, async () => {
        order.push(at);
        most = Math.max(most, ++running);
        await new Promise(resolve => setImmediate(resolve));
        running--;
        if (at % 3 === 0) throw new Error('no');
        return at;
      }),
    ),
  );
  equal(most, 2);
  deepEqual(
    order,
    [...order].sort((a, b) => a - b),
  );
  equal(results.filter(result => result.state === 'finished').length, 8);
});

test('cancelling really cancels: the signal, and the wait for it', async () => {
  const manager = new SdkSessionManager({ maxConcurrent: 1 });
  let cleaned = false;
  const running = manager.executeIsolated(
    'long',
    ({ signal }) =>
      new Promise((_, reject) =>
        signal.addEventListener('abort', () => {
          cleaned = true;
          reject(signal.reason);
        }),
      ),
  );
  const waiting = manager.executeIsolated('waits', () => 1);
  await clock.advanceAsync(1);
  const ends = await manager.cancelAllSessions('closing');
  equal(cleaned, true);
  deepEqual(
    ends.map(end => [end.state, end.reason]),
    [
      ['aborted', 'closing'],
      ['aborted', 'closing'],
    ],
  );
  equal((await running).state, 'aborted');
  equal((await waiting).attempts, 0);
  deepEqual([manager.active.length, manager.finished.length], [0, 2]);
  deepEqual(await manager.cancelAllSessions(), []);
});

test('one that gives up its wait frees its place in the queue, not a slot', async () => {
  const manager = new SdkSessionManager({ maxConcurrent: 1 });
  const gate = Promise.withResolvers<void>();
  const first = manager.executeIsolated('first', () => gate.promise);
  const waits = manager.createSession({ name: 'waits', open: async function* () {} });
  const third = manager.executeIsolated('third', () => 3);
  void waits.execute();
  await clock.advanceAsync(0);
  equal(manager.statistics().queued, 2);
  await waits.stop('tired');
  await clock.advanceAsync(0);
  equal(manager.statistics().queued, 1);
  equal(waits.state, 'aborted');
  gate.resolve();
  equal((await first).state, 'finished');
  equal((await third).value, 3);
  equal((await manager.executeIsolated('fourth', () => 4)).value, 4);
});

test('a thousand ended sessions are counted and the newest kept', async () => {
  const manager = new SdkSessionManager({ keep: 10 });
  for (let n = 0; n < 1_000; n++) await manager.executeIsolated(`n${n}`, () => n);
  deepEqual([manager.finished.length, manager.finished.at(-1)?.name, manager.statistics().ended], [10, 'n999', 1_000]);
  const listing = runtime().state().sections.sdkSessions;
  ok(listing !== undefined && listing.items.length <= 400 && listing.live === 0);
});

test('a session is found by its id while it has not ended', async () => {
  const manager = new SdkSessionManager();
  const sdk = manager.createSession({ name: 'one', open: async function* () {} });
  equal(manager.getSession(sdk.id), sdk);
  const result = await manager.executeIsolated('one', sdk);
  equal(result.session, sdk.id);
  equal(manager.getSession(sdk.id), undefined);
});

test('percentiles are values that were measured', () => {
  deepEqual(percentiles([]), undefined);
  deepEqual(percentiles([5]), { count: 1, p50: 5, p90: 5, p99: 5, max: 5 });
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
  deepEqual(percentiles(hundred), { count: 100, p50: 50, p90: 90, p99: 99, max: 100 });
});

test('a session that is only tracked is named when it is silent, and never stopped', async () => {
  const done = trackSdkSession(
    'theirs',
    async session => {
      session.message({ type: 'start' });
      await new Promise<void>(resolve => clock.after(500, resolve));
      return 'whole';
    },
    { idleMs: 100 },
  );
  await clock.advanceAsync(600);
  equal(await done, 'whole');
  deepEqual(
    runtime()
      .findings.list()
      .map(finding => finding.kind),
    ['sdk-idle'],
  );
  await rejects(
    trackSdkSession('fails', () => Promise.reject(new Error('theirs'))),
    /theirs/,
  );
});
