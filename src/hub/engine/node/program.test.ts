import { deepEqual, throws } from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, test } from 'node:test';
import { findProgram } from './program.ts';

const cwd = mkdtempSync(join(tmpdir(), 'eddy-test-'));
after(() => rmSync(cwd, { recursive: true }));
const bin = join(cwd, 'bin');
mkdirSync(bin);
mkdirSync(join(cwd, 'app'));
mkdirSync(join(cwd, 'empty'));
mkdirSync(join(cwd, 'tool'));
put('app/index.js', '');
for (const name of ['a.js', 'a.mjs', 'a.cjs', 'a.ts', 'a.mts', 'a.cts', 'bin.js', '-odd.js']) put(name, '');
put('runs.sh', '#!/bin/sh\n', 0o755);
put('node-script', '#!/usr/bin/env node\n');
put('notes.txt', 'hello\n');
put('bin/tool', '#!/bin/sh\n', 0o755);
put('bin/dead', '#!/bin/sh\n');

function put(name: string, text: string, mode = 0o644): void {
  writeFileSync(join(cwd, name), text);
  chmodSync(join(cwd, name), mode);
}

function find(word: string, ...args: string[]) {
  return findProgram(word, args, { cwd, path: ['/nowhere', bin].join(delimiter), node: '/n/node' });
}

test('a script is run by Node, under the name it was called by', () => {
  for (const name of ['a.js', './a.mjs', 'a.cjs', 'a.ts', 'a.mts', join(cwd, 'a.cts'), './app', './node-script']) {
    deepEqual(find(name, 'x', '-y'), { file: '/n/node', name: 'node', args: [name, 'x', '-y'] });
  }
});

test('a script whose name starts with a dash is not taken for an option of Node', () => {
  deepEqual(find('-odd.js').args, [join(cwd, '-odd.js')]);
});

test('what can be executed is; a command is looked for on PATH, also where a folder has its name', () => {
  deepEqual(find('./runs.sh', 'x'), { file: join(cwd, 'runs.sh'), name: './runs.sh', args: ['x'] });
  deepEqual(find('tool', '--help'), { file: join(bin, 'tool'), name: 'tool', args: ['--help'] });
});

test('what is not there is an error that says where it was looked for and what was meant', () => {
  throws(() => find('a'), {
    code: 'no-program',
    message: /"a" was not found.*2 folders of PATH.*Did you mean a\.(js|mjs|cjs)/s,
  });
  throws(() => find('./runs.hs'), { code: 'no-program', message: /no file .*runs\.hs\. Did you mean runs\.sh/ });
  throws(() => find('dead'), { code: 'no-program' });
  throws(() => find('./no/such/folder/x.js'), { code: 'no-program' });
  throws(() => find(''), { code: 'no-program' });
  throws(() => find('x'.repeat(5000)), { code: 'no-program' });
  throws(() => find('a\0b'), { code: 'no-program' });
});

test('what is there and cannot be run says so', () => {
  throws(() => find('notes.txt'), { code: 'not-runnable', message: /eddy run node notes\.txt/ });
  throws(() => find('./empty'), { code: 'not-runnable', message: /is a folder/ });
});
