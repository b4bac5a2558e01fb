import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { estimateMemoryBytes, estimatePauseMs } from './estimate.ts';

const megabytes = (count: number) => count * 1024 * 1024;

test('a larger heap and a crowded machine take longer, an idle one no less than alone', () => {
  ok(estimatePauseMs(megabytes(100), 1) > 2 * estimatePauseMs(megabytes(40), 1));
  equal(estimatePauseMs(megabytes(100), 4), 4 * estimatePauseMs(megabytes(100), 1));
  equal(estimatePauseMs(megabytes(100), 0), estimatePauseMs(megabytes(100), 1));
  ok(estimatePauseMs(megabytes(4), 1) < 1_000 && estimatePauseMs(megabytes(30), 1) > 1_000);
  ok(estimateMemoryBytes(megabytes(10)) > megabytes(100));
});
