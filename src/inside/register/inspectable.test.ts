import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { isInspectable } from './inspectable.ts';

test('what only starts other processes has no inspector', () => {
  for (const words of [
    ['--test'],
    ['--watch'],
    ['--watch-path=src'],
    ['--import', 'x', '--test'],
    ['--experimental-config-file=a'],
  ])
    equal(isInspectable(words), false, words.join(' '));
  for (const words of [[], ['--test-only'], ['--test-reporter=tap'], ['--import', 'tsx'], ['--inspect=0']])
    equal(isInspectable(words), true, words.join(' '));
});
