import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { CancelScopeTracker, scope } from './index.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

async function heapUsed(): Promise<number> {
  await turn();
  collect();
  return process.memoryUsage().heapUsed;
}

// Whatever grows with the number of scopes would do so here too: a million needs no test of its own.
test('many scopes one after another stay in flat memory', async () => {
  const tracker = new CancelScopeTracker();
  const many = async (count: number) => {
    for (let at = 0; at < count; at++) {
      await scope('one of many', { deadlineMs: 60_000 }, async own => {
        own.signal.throwIfAborted();
        tracker.trackedCancelScope('tracked', () => {});
      });
      tracker.exitScope(tracker.enterScope('bare'));
    }
  };
  const count = 20_000;
  const grown = await scope('server', async () => {
    await many(5_000);
    const before = await heapUsed();
    await many(count);
    return (await heapUsed()) - before;
  });
  equal(tracker.getStatistics().active, 0);
  const each = (grown ?? 0) / count;
  ok(each < 40, `the heap grew by ${each.toFixed(0)} bytes a scope`);
});
