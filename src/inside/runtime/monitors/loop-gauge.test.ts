import { deepEqual, equal, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';
import { FakeClock } from '../../../testing/fake-clock.ts';
import type { SystemFigures } from '../../../wire/protocol/index.ts';
import { runtime } from '../core/index.ts';
import { gaugeLoop } from './loop-gauge.ts';

const rt = runtime();
const clock = new FakeClock();
let blockedMs = 0;
rt.clock = {
  now: () => clock.now(),
  monotonic: () => clock.monotonic() + blockedMs,
  after: (ms, run) => clock.after(ms, run),
  every: (ms, run) => clock.every(ms, run),
};

function readLoop(): NonNullable<SystemFigures['loop']> {
  return rt.state().system.loop as never;
}

test('a block shows as delay, once, whether the loop has turned since or not; the worst is remembered', () => {
  gaugeLoop(rt);
  deepEqual(readLoop().delay, { meanMs: 0, maxMs: 0 });
  clock.advance(1_001);
  deepEqual(readLoop().delay, { meanMs: 0, maxMs: 0 });
  clock.advance(50);
  blockedMs += 300;
  clock.advance(150);
  deepEqual([readLoop().delay, readLoop().worstDelayMs], [{ meanMs: 75, maxMs: 300 }, 300]);
  blockedMs += 220;
  equal(readLoop().delay.maxMs, 170);
  clock.advance(500);
  deepEqual([readLoop().delay.maxMs, readLoop().worstDelayMs], [0, 300]);
});

test('what it did and what it waited are told', () => {
  const { activeMs, idleMs } = readLoop();
  ok(activeMs >= 0 && idleMs >= 0);
});

test('it keeps no thread alive', async () => {
  const file = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const source = `Promise.all([import(${file('loop-gauge.ts')}), import(${file('../core/index.ts')})])
    .then(([{ gaugeLoop }, { runtime }]) => gaugeLoop(runtime()));`;
  const [code] = await once(new Worker(source, { eval: true }), 'exit');
  equal(code, 0);
});
