import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.ts';
import { StartedThreads } from './started-threads.ts';

test('each that is over is told once, and nothing is looked at when none is left', () => {
  const clock = new FakeClock();
  const gone: number[] = [];
  const started = new StartedThreads(clock, thread => void gone.push(thread));
  const threads = [{ threadId: 1 }, { threadId: 2 }];
  for (const one of threads) started.add(one);
  clock.advance(1_000);
  deepEqual(gone, []);
  threads[0]!.threadId = -1;
  clock.advance(2_000);
  deepEqual([gone, clock.pending], [[1], 1]);
  threads[1]!.threadId = -1;
  clock.advance(1_000);
  deepEqual([gone, clock.pending], [[1, 2], 0]);
  started.add({ threadId: 3 });
  equal(clock.pending, 1);
});
