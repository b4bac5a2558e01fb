import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { sayAgo, sayBytes, sayCount, sayMs, sayNumber, sayPercent, sayPlace } from './index.ts';

test('lengths of time are short at every size', () => {
  const told = [
    0,
    0.012,
    0.97,
    1.25,
    12.4,
    999.6,
    1_430,
    59_960,
    300_000,
    125_000,
    7_260_000,
    400_000_000,
    Number.NaN,
  ].map(sayMs);
  deepEqual(told, [
    ...[
      '0 ms',
      '12 µs',
      '1 ms',
      '1.3 ms',
      '12 ms',
      '1 s',
      '1.4 s',
      '0 min 59 s',
      '5 min',
      '2 min 5 s',
      '2 h 1 min',
      '4 d 15 h',
    ],
    '–',
  ]);
});

test('how long ago', () => {
  deepEqual(
    [0, 12_000, 250_000, 7_300_000, 300_000_000].map(ms => sayAgo(0, ms)),
    ['now', '12 s ago', '4 min ago', '2 h ago', '3 d ago'],
  );
});

test('amounts', () => {
  deepEqual([0, 512, 1_536, 130_000_000, Number.NaN].map(sayBytes), ['0 B', '512 B', '1.5 KiB', '124 MiB', '–']);
  deepEqual([0, 0.44, 12.6].map(sayPercent), ['0 %', '0.4 %', '13 %']);
  deepEqual([999, 12_345, 1_234_567].map(sayNumber), ['999', '12\u202f345', '1\u202f234\u202f567']);
  deepEqual([sayCount(1, 'finding'), sayCount(2, 'process', 'processes')], ['1 finding', '2 processes']);
});

test('places', () => {
  deepEqual(
    [sayPlace('/home/ann/shop/src/buy.ts', 42), sayPlace('file:///a/b.mjs', 0), sayPlace('C:\\shop\\buy.ts', 3, 1)],
    ['src/buy.ts:42', 'a/b.mjs', 'buy.ts:3'],
  );
});
