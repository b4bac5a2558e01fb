import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { hideInWords } from './secret-words.ts';

const cases: [string, string[], string[]][] = [
  ['a value of its own', ['node', 'a.js', '--token', 'hunter2'], ['node', 'a.js', '--token', '[redacted: key]']],
  ['a value after =', ['--db-password=hunter2', '-v'], ['--db-password=[redacted: key]', '-v']],
  ['a variable', ['env', 'DB_PASS=hunter2', 'PORT=1'], ['env', 'DB_PASS=[redacted: key]', 'PORT=1']],
  ['a URL', ['postgres://ann:hunter2@db/shop'], ['postgres://ann:[redacted: password]@db/shop']],
  ['a flag that has none', ['--token', '--verbose', 'shop.ts'], ['--token', '--verbose', 'shop.ts']],
  ['what is no flag', ['token', 'shop.ts', '--port', '80', '--max-tokens=9'], []],
];
for (const [what, words, told] of cases) {
  test(`words are told without secrets: ${what}`, () => {
    deepEqual(hideInWords(words), told.length === 0 ? words : told);
  });
}
