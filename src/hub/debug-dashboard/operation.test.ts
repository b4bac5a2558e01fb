import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { metricsOf, mostFrequentOf, type Operation, recentOf, slowestOf } from './operation.ts';

const op = (operation: string, durationMs: number, success: boolean, timestamp: number): Operation => ({
  operation,
  durationMs,
  success,
  timestamp,
});
const some = [op('buy', 10, true, 1_000), op('buy', 30, false, 70_000), op('list', 20, true, 80_000)];

test('rates are of what is listed, counts of all', () => {
  const counted = { operations: some, totalOperations: 10, totalErrors: 5, cancelScopeErrors: 2 };
  deepEqual(metricsOf(counted, 90_000), {
    totalOperations: 10,
    listedOperations: 3,
    successfulOperations: 2,
    failedOperations: 1,
    successRate: 2 / 3,
    avgDurationMs: 20,
    errorRate: 0.5,
    totalErrors: 5,
    cancelScopeErrors: 2,
    recentOperations: 2,
    recentSuccessRate: 0.5,
  });
});

test('of nothing there are no rates', () => {
  const metrics = metricsOf({ operations: [], totalOperations: 0, totalErrors: 0, cancelScopeErrors: 0 }, 1);
  deepEqual([metrics.successRate, metrics.avgDurationMs, metrics.errorRate], [undefined, undefined, undefined]);
  equal('recentSuccessRate' in metrics, false);
});

test('the slowest, the most frequent, the newest', () => {
  deepEqual(
    slowestOf(some, 2).map(({ durationMs }) => durationMs),
    [30, 20],
  );
  deepEqual(mostFrequentOf(some, 1), [{ operation: 'buy', count: 2, avgDurationMs: 20, successRate: 0.5 }]);
  deepEqual(recentOf([some[2]!, some[0]!, some[1]!], 2), [some[1], some[2]]);
});
