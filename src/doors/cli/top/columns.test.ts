import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { placeColumns } from './columns.ts';
import { findTab, tabs } from './tabs.ts';

const columns = [
  { width: 4 },
  { width: 6, spare: 1 },
  { width: 5, grows: 1 },
  { width: 5, grows: 3 },
  { width: 8, spare: 0 },
];
const widths = (room: number) => placeColumns(columns, room).map(({ width }) => width);

test('what is left goes to those that grow, in their parts', () => {
  deepEqual(widths(36), [4, 6, 5, 5, 8]);
  deepEqual(widths(44), [4, 6, 7, 11, 8]);
});

test('where there is no room, the least needed is left out', () => {
  deepEqual(widths(35), [4, 6, 7, 12]);
  deepEqual(widths(20), [4, 5, 7]);
});

test('what is needed in any case gets narrower, the last first, and never too narrow to read', () => {
  const needed = [{ width: 7 }, { width: 12, grows: 1 }, { width: 24, grows: 3 }];
  const narrow = (room: number) => placeColumns(needed, room).map(({ width }) => width);
  deepEqual(narrow(47), [7, 12, 24]);
  deepEqual(narrow(40), [7, 12, 17]);
  deepEqual(narrow(29), [7, 10, 8]);
  deepEqual(narrow(3), [7, 8, 8]);
});

test('each column is called by a name of its own, so that --sort leads to one tab', () => {
  const keys = tabs.flatMap(({ sortKeys }) => sortKeys);
  deepEqual([...new Set(keys)], keys);
  ok(keys.every(key => findTab(key).sortKeys.includes(key)));
});
