import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { finding } from './fake-page.ts';
import { FindingBook } from './finding-book.ts';

test('the same at the same places in two targets is one group, and counts grow', () => {
  const book = new FindingBook();
  book.take(finding({ count: 1, firstAt: 5 }));
  book.take(finding({ count: 4, firstAt: 5, lastAt: 9 }));
  book.take(finding({ target: 'b', count: 2, firstAt: 3, lastAt: 20, severity: 'error' }));
  const [group, ...others] = book.groups();
  deepEqual(
    [group!.count, group!.firstAt, group!.lastAt, group!.severity, group!.seen.map(one => one.target), others],
    [6, 3, 20, 'error', ['b', 'a'], []],
  );
});

test('worst first, then the earliest; what is taken back goes', () => {
  const book = new FindingBook();
  book.take(finding({ kind: 'lock-cycle', severity: 'error', firstAt: 9 }));
  book.take(finding({ kind: 'task-slow', firstAt: 7 }));
  book.take(finding({ kind: 'lock-leaked', firstAt: 2 }));
  deepEqual(
    book.groups().map(({ kind }) => kind),
    ['lock-cycle', 'lock-leaked', 'task-slow'],
  );
  book.take(finding({ kind: 'lock-cycle', severity: 'error', count: 0 }));
  equal(book.groups().length, 2);
});

test('a new state replaces what the hub knows, and no more', () => {
  const book = new FindingBook();
  book.take(finding({ run: 'r1' }));
  book.take(finding({ run: 'gone', target: 'z', kind: 'lock-leaked' }));
  book.reset([finding({ run: 'r1', kind: 'lock-cycle' })], ({ run }) => run === 'r1');
  deepEqual(
    book
      .groups()
      .map(({ kind }) => kind)
      .sort(),
    ['lock-cycle', 'lock-leaked'],
  );
});

test('it is bounded', () => {
  const book = new FindingBook();
  for (let at = 0; at < 6_000; at++) book.take(finding({ target: `t${at}` }));
  deepEqual([book.groups()[0]!.seen.length, book.dropped], [5_000, 1_000]);
  book.take(finding({ target: 't1', count: 50 }));
  equal(book.groups()[0]!.count, 5_049);
});
