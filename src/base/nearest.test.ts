import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { nearest } from './nearest.ts';

const known = ['scope-crossed', 'scope-leaked', 'lock-cycle', 'task-slow'];

test('a misspelt word has its neighbour first', () => {
  deepEqual(nearest('scope-crosed', known), ['scope-crossed']);
  deepEqual(nearest('taskslow', known), ['task-slow']);
});

test('a part of a word is near, nonsense is not, and there are never more than asked for', () => {
  deepEqual(nearest('cycle', known), ['lock-cycle']);
  deepEqual(nearest('xyzzy', known), []);
  deepEqual(nearest('scope', known, 1).length, 1);
});
