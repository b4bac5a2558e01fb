import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { caretColumn } from './caret-column.ts';

for (const [what, line, column, expected] of [
  ['plain', 'if (a) throw b', 7, 7],
  ['tabs', '\tif (a)\tthrow b', 8, 8],
  ['wide characters before it', "f('日本', throwing)", 8, 6],
  ['wide characters behind it', "throw '日本'", 0, 0],
  ['one of two units, as wide as two', "f('😀', x)", 8, 8],
] as const)
  test(`caret: ${what}`, () => equal(caretColumn(line, column), expected));
