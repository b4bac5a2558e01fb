import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { rowWords } from './terminal-full-screen.ts';

test('the last letter of a line as wide as the terminal stays', () => {
  const [width, line] = [20, 'as wide as the whole'];
  equal(shown(rowWords(0, 'what was there befor'), width), 'what was there befor');
  equal(shown(rowWords(0, line) + rowWords(0, line), width), line);
  equal(shown(rowWords(0, line) + rowWords(0, 'short'), width), 'short');
});

/** The first line of a terminal that does not wrap: past the last column the cursor stays on it. */
function shown(words: string, width: number): string {
  const cells = Array<string>(width).fill(' ');
  let column = 0;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is said to a terminal.
  for (const [one] of words.matchAll(/\u001b\[[0-9;]*[A-Za-z]|./g)) {
    if (one.endsWith('H') && one.length > 1) column = 0;
    else if (one === '\u001b[K') cells.fill(' ', column);
    else if (one.length === 1) {
      cells[column] = one;
      column = Math.min(column + 1, width - 1);
    }
  }
  return cells.join('').trimEnd();
}
