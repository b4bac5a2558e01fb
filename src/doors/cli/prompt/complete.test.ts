import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { completeLine } from './complete.ts';

const what = { held: ['h1', 'h2'], names: ['total', 'tea', 'eval', '$cart'] };

const lines: [string, string[], string][] = [
  ['ev', ['eval'], 'ev'],
  ['st', ['step', 'stop'], 'st'],
  ['t', ['total', 'tea'], 't'],
  ['  to', ['total'], 'to'],
  ['step ', ['h1', 'h2', 'over', 'into', 'out'], ''],
  ['step o', ['over', 'out'], 'o'],
  ['hold h', ['h1', 'h2'], 'h'],
  ['resume --', ['--all', '--force'], '--'],
  ['help un', ['unset'], 'un'],
  ['set to', ['total'], 'to'],
  ['eval 2 * (te', ['tea'], 'te'],
  ['$c', ['$cart'], '$c'],
  ['tea.to', [], 'to'],
  ['tea.', [], ''],
];
for (const [line, hits, part] of lines) {
  test(`completed: ${line}`, () => deepEqual(completeLine(line, what), [hits, part]));
}
