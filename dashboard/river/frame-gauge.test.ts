import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { FrameGauge } from './frame-gauge.ts';

test('frames since the last reset, shortest first, the newest of very many', () => {
  const gauge = new FrameGauge();
  gauge.add(9);
  gauge.reset();
  for (const ms of [3, 1, 2]) gauge.add(ms);
  deepEqual(gauge.sorted(), [1, 2, 3]);
  for (let frame = 0; frame < 10_000; frame++) gauge.add(5);
  equal(gauge.sorted().length, 4_096);
  equal(gauge.sorted()[0], 5);
});
