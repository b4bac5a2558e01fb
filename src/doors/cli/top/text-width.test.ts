import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { cutPainted, cutText, fitText, textWidth } from './text-width.ts';

test('letters take as many columns as a terminal gives them', () => {
  equal(textWidth('shop.ts'), 7);
  equal(textWidth('日本'), 4);
  equal(textWidth('e\u0301'), 1);
  equal(textWidth('🐢'), 2);
});

test('what is too wide is cut, and never wider than asked for', () => {
  equal(cutText('GET /buy', 6), 'GET /…');
  equal(cutText('日本語', 4), '日…');
  equal(cutText('src/a/shop.ts:42', 8, 'start'), '…p.ts:42');
  equal(cutText('abc', 0), '');
  equal(fitText('日', 4), '日  ');
  equal(fitText('7', 3, { side: 'right' }), '  7');
});

test('colours take no room', () => {
  const red = '\u001b[31mred\u001b[0m';
  equal(cutPainted(red, 3), red);
  equal(cutPainted(red, 2), 'r…');
});
