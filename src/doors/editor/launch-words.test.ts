import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { readLaunch } from './launch-words.ts';

function started(given: object) {
  const { words, python } = readLaunch({ ...given }, '/shop');
  return [words.map(one => (one === process.execPath ? 'our node' : one)).join(' '), python];
}

test('a Python file alone is run by the interpreter that is looked for, or named', () => {
  deepEqual(started({ program: 'app.py', args: ['a'] }), ['/shop/app.py a', undefined]);
  deepEqual(started({ program: 'app.py', python: '.venv' }), ['/shop/app.py', '.venv']);
  deepEqual(started({ program: 'app.py', runtimeExecutable: '/opt/pypy' }), ['/shop/app.py', '/opt/pypy']);
});

test('a Node that an editor fills in runs no Python file', () => {
  deepEqual(started({ program: 'app.py', runtimeExecutable: 'node' }), ['/shop/app.py', undefined]);
});

test('modules and options of Python', () => {
  deepEqual(started({ module: 'shop.web', args: ['-p'] }), ['python3 -m shop.web -p', undefined]);
  deepEqual(started({ program: 'app.py', pythonArgs: ['-X', 'dev'] }), ['python3 -X dev /shop/app.py', undefined]);
  deepEqual(started({ program: 'run', python: ['/opt/python', '-u'] }), ['/opt/python -u /shop/run', undefined]);
});

test('Node files and what runs them', () => {
  deepEqual(started({ program: 'shop.ts' }), ['/shop/shop.ts', undefined]);
  deepEqual(started({ program: 'shop.ts', runtimeArgs: ['--no-warnings'] }), [
    'our node --no-warnings /shop/shop.ts',
    undefined,
  ]);
  deepEqual(started({ program: 'shop.ts', runtimeExecutable: 'node' }), ['node shop.ts', undefined]);
});
