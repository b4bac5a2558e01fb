import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { NameTable } from './name-table.ts';

const count = 50_000;
const nameOf = (at: number) => `GET /shops/${at}/a path that is long enough to be cut/buy`;

test('each of many words has a number, and goes when nobody holds it any more', () => {
  const table = new NameTable();
  const numbers = Array.from({ length: count }, (_, at) => table.hold(nameOf(at)));
  equal(new Set(numbers).size, count);
  equal(table.hold(nameOf(7)), numbers[7]);
  for (let at = 0; at < count; at += 2) table.letGo(numbers[at]!);
  table.letGo(numbers[7]!);
  deepEqual([table.count, table.size], [count / 2, count]);
  for (let at = 0; at < count; at++)
    equal(table.tryNumberOf(nameOf(at)), at % 2 === 0 ? undefined : numbers[at], nameOf(at));
  equal(table.at(numbers[0]!), '');
});

test('numbers that are free are given again', () => {
  const table = new NameTable();
  const numbers = ['a', 'b', 'c'].map(name => table.hold(name));
  table.letGo(numbers[1]!);
  table.letGo(numbers[0]!);
  deepEqual([table.hold('d'), table.hold('e'), table.hold('f')], [numbers[0], numbers[1], 3]);
  deepEqual(
    [0, 1, 2, 3].map(number => table.at(number)),
    ['d', 'e', 'c', 'f'],
  );
});
