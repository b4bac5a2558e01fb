import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.ts';
import { Pace } from './pace.ts';

test('who asks too often waits, and the others do not', () => {
  const clock = new FakeClock();
  const pace = new Pace(clock, { most: 3, perSecond: 2 });
  for (let count = 0; count < 3; count++) equal(pace.waitOf('ann'), 0);
  equal(pace.waitOf('ann'), 1);
  equal(pace.waitOf('ben'), 0);
  clock.advance(500);
  equal(pace.waitOf('ann'), 0);
  equal(pace.waitOf('ann'), 1);
  clock.advance(60_000);
  for (let count = 0; count < 3; count++) equal(pace.waitOf('ann'), 0);
  equal(pace.waitOf('ann'), 1);
});

test('of many visitors the last are known', () => {
  const pace = new Pace(new FakeClock(), { most: 1, perSecond: 1 });
  equal(pace.waitOf('first'), 0);
  equal(pace.waitOf('first'), 1);
  for (let visitor = 0; visitor < 256; visitor++) equal(pace.waitOf(`visitor ${visitor}`), 0);
  equal(pace.waitOf('visitor 255'), 1);
  equal(pace.waitOf('first'), 0);
});
