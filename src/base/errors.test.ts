import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { errorTable } from './errors.ts';

test('each code has a DAP id of its own', () => {
  const ids = Object.values(errorTable).map(row => row.dap);
  equal(new Set(ids).size, ids.length);
});
