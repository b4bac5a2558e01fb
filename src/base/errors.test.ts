import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { errorTable } from './errors.ts';

test('each code has a DAP id of its own', () => {
  const ids = Object.values(errorTable).map(row => row.dap);
  equal(new Set(ids).size, ids.length);
});

test('each code has the HTTP status of an error', () => {
  for (const [code, { http }] of Object.entries(errorTable))
    ok(Number.isInteger(http) && http >= 400 && http < 600, `${code}: ${http}`);
});
