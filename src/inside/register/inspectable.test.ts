import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { isInspectable, runsUnseen } from './inspectable.ts';

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

test('what only starts others runs no code of the program; tests without isolation are in it', () => {
  equal(runsUnseen(['--test']), false);
  equal(runsUnseen(['--watch']), false);
  equal(runsUnseen(['--test-isolation=none']), false);
  equal(runsUnseen(['--test', '--test-isolation=none']), true);
  equal(runsUnseen(['--test', '--test-isolation', 'none']), true);
  equal(runsUnseen(['--experimental-default-config-file']), true);
});
