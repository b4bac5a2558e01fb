import { deepEqual, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { parseHitCondition } from './hit-condition.ts';

test('hit conditions as editors write them', () => {
  const rows: [string, unknown][] = [
    ['5', { fromHit: 5, maxHits: 1 }],
    [' == 5 ', { fromHit: 5, maxHits: 1 }],
    ['===5', { fromHit: 5, maxHits: 1 }],
    ['>=5', { fromHit: 5 }],
    ['> 5', { fromHit: 6 }],
    ['>0', { fromHit: 1 }],
    ['<5', { maxHits: 4 }],
    ['<= 5', { maxHits: 5 }],
    ['%3', { fromHit: 3, everyHits: 3 }],
  ];
  for (const [words, counts] of rows) deepEqual(parseHitCondition(words), counts, words);
});

test('what can never be met, or cannot be read, is refused', () => {
  for (const words of ['', 'x', '0', '<1', '%0', '5 times', '-1', '1.5', `${'9'.repeat(20)}`]) {
    throws(() => parseHitCondition(words), { code: 'bad-option' }, words);
  }
});
