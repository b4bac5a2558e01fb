import { deepEqual, equal, throws } from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { findInterpreter, isPython, isPythonFile, pythonSite, withSite } from './index.ts';

const cwd = mkdtempSync(join(tmpdir(), 'eddy-test-'));
after(() => rmSync(cwd, { recursive: true }));
const bin = join(cwd, 'bin');

function put(name: string, text = '', mode = 0o644): string {
  const file = join(cwd, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

const onPath = put('bin/python3', '', 0o755);
const active = put('active/bin/python3', '', 0o755);
const other = put('other/bin/python', '', 0o755);
put('project/.venv/pyvenv.cfg');
const project = put('project/.venv/bin/python3', '', 0o755);
put('project/src/app.py');
put('no-venv/.venv/readme');

function find(script: string, more: object = {}) {
  return findInterpreter(script, { cwd, path: `/nowhere:${bin}`, ...more });
}

test('what was named, else the active environment, else a .venv above the script, else PATH', () => {
  deepEqual(find('app.py'), { file: onPath, name: 'python3' });
  deepEqual(find('no-venv/app.py'), { file: onPath, name: 'python3' });
  deepEqual(find('project/src/app.py'), { file: project, name: project });
  deepEqual(find('project/src/app.py', { virtualEnv: join(cwd, 'active') }), { file: active, name: active });
  deepEqual(find('project/src/app.py', { virtualEnv: '' }), { file: project, name: project });
  deepEqual(find('app.py', { asked: 'python3', virtualEnv: join(cwd, 'active') }).file, onPath);
});

test('an interpreter can be named as a command, as a path, or as the folder of an environment', () => {
  equal(find('app.py', { asked: 'python3' }).file, onPath);
  equal(find('app.py', { asked: './other/bin/python' }).file, other);
  equal(find('app.py', { asked: './other' }).file, other);
  equal(find('app.py', { asked: 'other' }).file, other);
});

test('one that is missing is an error that says what to do', () => {
  throws(() => findInterpreter('app.py', { cwd, path: '/nowhere' }), {
    code: 'no-program',
    message: /app\.py needs Python: there is no python3 in the 1 folders of PATH\. .*--python/,
  });
  throws(() => find('app.py', { asked: 'python9' }), { code: 'no-program', message: /--python python9/ });
  throws(() => find('app.py', { asked: './no-venv' }), { code: 'no-program', message: /no virtual environment/ });
});

test('files that Python runs, and programs that are Python', () => {
  for (const [name, text, is] of [
    ['a.py', '', true],
    ['b', '#!/usr/bin/env python3.12\n', true],
    ['c', '#!/opt/venv/bin/python -s\n', true],
    ['d', '#!/bin/sh\npython3 x\n', false],
    ['e', '#!/usr/bin/pythonic\n', false],
  ] as const)
    equal(isPythonFile(put(`files/${name}`, text)), is, name);
  for (const name of ['python3', '/usr/bin/python3.11', 'pypy3']) equal(isPython(name), true, name);
  for (const name of ['node', 'python-config', 'ipython']) equal(isPython(name), false, name);
});

test('our folder is in PYTHONPATH once, first, and never beside an empty entry', () => {
  equal(withSite(undefined, '/s'), '/s');
  equal(withSite('', '/s'), '/s');
  equal(withSite('/mine:/more', '/s'), '/s:/mine:/more');
  equal(withSite('/mine:/s', '/s'), '/mine:/s');
  const preload = put('dist/register.cjs');
  equal(pythonSite(preload), undefined);
  put('dist/python/site/sitecustomize.py');
  equal(pythonSite(preload), join(cwd, 'dist/python/site'));
});
