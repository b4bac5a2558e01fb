import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { type SystemSample, systemColumns } from '../model/index.ts';
import { alertsIn } from './alerts.ts';

function samples(column: 'loopPercent' | 'delayMaxMs', values: readonly number[]): SystemSample[] {
  const nothing = Object.fromEntries(systemColumns.map(name => [name, Number.NaN]));
  return values.map((value, at) => ({ ...nothing, at: at * 1000, figures: {}, [column]: value }) as never);
}

function told(all: readonly SystemSample[]) {
  return alertsIn(all).map(({ rule, from, to, worst }) => [rule.what, from, to, worst]);
}

test('a loop that is late once is told; one that is busy for a moment is not', () => {
  deepEqual(told(samples('delayMaxMs', [1, 250, 3, 400, 500, 2])), [
    ['event loop late', 1_000, 1_000, 250],
    ['event loop late', 3_000, 4_000, 500],
  ]);
  deepEqual(told(samples('loopPercent', [99, 99, 99, 10, 99])), []);
});

test('busy long enough is told, also while it lasts', () => {
  deepEqual(told(samples('loopPercent', [10, ...Array.from({ length: 12 }, (_, at) => 90 + at / 2)])), [
    ['event loop busy', 1_000, 12_000, 95.5],
  ]);
});

test('what is not known is over no limit', () => {
  deepEqual(told(samples('delayMaxMs', [Number.NaN, Number.NaN])), []);
});
