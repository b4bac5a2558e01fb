import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { readKeys } from './key.ts';

const names = (said: string) => readKeys(said).map(({ name }) => name);

test('keys are told apart, several in one piece too', () => {
  deepEqual(names('\u001b[A\u001bOB\u001b[5~\u001b[6~\u001b[H\u001b[4~\u001b[Z\t\r'), [
    'up',
    'down',
    'page-up',
    'page-down',
    'home',
    'end',
    'shift-tab',
    'tab',
    'enter',
  ]);
  deepEqual(names('q\u0003\u001a\u007f\u0015'), ['q', 'ctrl-c', 'ctrl-z', 'backspace', 'ctrl-u']);
});

test('an ESC alone is Escape; what is not known is no letter', () => {
  deepEqual(names('\u001b'), ['escape']);
  deepEqual(names('\u001b[200~x\u001b[1;5C\u0001y'), ['x', 'y']);
});

test('only letters write', () => {
  deepEqual(readKeys('日\u001b[A'), [{ name: '日', text: '日' }, { name: 'up' }]);
});
