import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { firstTick, tickLabel, tickStep } from './ticks.ts';

const noon = new Date(2026, 2, 3, 12, 0, 0).getTime();

test('ticks are round, and never too near', () => {
  equal(tickStep(30, 90), 5_000);
  equal(tickStep(0.01, 90), 1);
  equal(tickStep(60_000, 90), 2 * 3_600_000);
  for (const msPerPx of [0.002, 0.5, 7, 900, 50_000, 9_000_000])
    ok(tickStep(msPerPx, 90) / msPerPx >= 90 || msPerPx > 1e6);
});

test('the first tick is at or after the beginning, as clocks here go', () => {
  equal(firstTick(noon + 1, 3_600_000), noon + 3_600_000);
  equal(firstTick(noon, 60_000), noon);
});

test('a tick says no more of the time than two of them differ in', () => {
  equal(tickLabel(noon, 60_000), '12:00');
  equal(tickLabel(noon + 7_000, 1_000), '12:00:07');
  equal(tickLabel(noon + 7_250, 50), '12:00:07.25');
  equal(tickLabel(noon + 7_250, 5), '12:00:07.250');
  equal(tickLabel(new Date(2026, 2, 4).getTime(), 6 * 3_600_000), '03-04');
});
