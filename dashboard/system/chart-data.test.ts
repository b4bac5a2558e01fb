import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { countSteps } from './chart-data.ts';

test('an axis of what is counted has whole numbers', () => {
  deepEqual(countSteps.slice(0, 6), [1, 2, 5, 10, 20, 50]);
  ok(countSteps.every(Number.isInteger));
});
