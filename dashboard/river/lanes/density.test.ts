import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { Density } from './index.ts';

const [alive, fails] = [new Float64Array(64), new Float64Array(64)];

test('how many were alive at the mean of each step', () => {
  const density = new Density(1_000);
  density.begin(1_000);
  density.end(1_160);
  density.begin(1_080);
  density.end(1_120);
  density.fail(1_120);
  const most = density.read(1_000, 80, 4, alive, fails);
  deepEqual([...alive.subarray(0, 4)], [1, 1.5, 0, 0]);
  deepEqual([most, fails[0], fails[1]], [1.5, 0, 1]);
});

test('what is alive stays so after the last bucket, and steps may begin anywhere', () => {
  const density = new Density(0);
  density.begin(0);
  density.begin(10);
  density.read(1_000, 10, 3, alive, fails);
  deepEqual([...alive.subarray(0, 3)], [2, 2, 2]);
  density.read(-100, 100, 3, alive, fails);
  ok(alive[0] === 0 && Math.abs(alive[1]! - 1.9) < 1e-9 && alive[2] === 2, [...alive.subarray(0, 3)].join());
});

test('a long time is kept in wider buckets, and nothing of it is lost', () => {
  const density = new Density(0);
  const day = 24 * 3_600_000;
  for (let at = 0; at < day; at += 60_000) {
    density.begin(at);
    density.end(at + 30_000);
  }
  density.read(0, day / 4, 4, alive, fails);
  for (const mean of alive.subarray(0, 4)) ok(Math.abs(mean - 0.5) < 1e-3, String(mean));
  ok(density.widthMs > 1_000);
});

test('what came before its origin counts from there', () => {
  const density = new Density(500);
  density.begin(100);
  density.end(540);
  density.read(500, 20, 4, alive, fails);
  deepEqual(
    [...alive.subarray(0, 4)].map(mean => mean > 0),
    [true, true, true, false],
  );
});
