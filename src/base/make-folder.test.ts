import { equal, throws } from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { makeFolder } from './make-folder.ts';

test('all that is missing is made, with the mode; what is there stays', t => {
  const base = mkdtempSync(join(tmpdir(), 'folder-'));
  t.after(() => rmSync(base, { recursive: true }));
  makeFolder(join(base, 'a', 'b'), 0o700);
  makeFolder(join(base, 'a', 'b'), 0o755);
  for (const one of ['a', 'a/b']) equal(statSync(join(base, one)).mode & 0o777, 0o700, one);
});

test('a file in the way is said', t => {
  const base = mkdtempSync(join(tmpdir(), 'folder-'));
  t.after(() => rmSync(base, { recursive: true }));
  writeFileSync(join(base, 'file'), '');
  throws(() => makeFolder(join(base, 'file'), 0o700), { code: 'EEXIST' });
  throws(() => makeFolder(join(base, 'file', 'below'), 0o700), { code: 'EEXIST' });
});

test('where nothing can be made it fails, and does not try for ever', {
  skip: process.platform === 'linux' ? false : 'only Linux has /proc',
}, () => {
  throws(() => makeFolder('/proc/eddy/a/b', 0o700), { code: 'ENOENT' });
});
