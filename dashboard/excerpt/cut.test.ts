import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { linesRound } from './cut.ts';

const lines = ['async function buy() {', '    if (late) {', '', '\t\tawait pay();', '    }', '}'];

test('the lines round one, without the indentation that all have', () => {
  deepEqual(
    linesRound(lines, 4, 2).map(({ text }) => text),
    ['    if (late) {', '', '    await pay();', '    }', '}'],
  );
  deepEqual(linesRound(lines, 4, 1), [
    { number: 3, text: '' },
    { number: 4, text: 'await pay();' },
    { number: 5, text: '}' },
  ]);
});

test('at the ends of a file, and beyond', () => {
  deepEqual(linesRound(lines, 1, 1), [
    { number: 1, text: 'async function buy() {' },
    { number: 2, text: '    if (late) {' },
  ]);
  deepEqual(linesRound(lines, 7, 3), []);
  deepEqual(linesRound(lines, 0, 3), []);
});
