import { deepEqual } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Places } from './places.ts';

test('a pipe where a source map should be is not waited for', {
  skip: process.platform === 'win32' && 'there is no mkfifo',
}, t => {
  const base = mkdtempSync(join(tmpdir(), 'eddy-places-'));
  t.after(() => rmSync(base, { recursive: true }));
  execFileSync('mkfifo', [join(base, 'a.js.map')]);
  const file = join(base, 'a.js');
  const places = new Places(new Map([['1', { url: file, map: 'a.js.map' }]]), '');
  deepEqual(places.placeOf({ script: '1', line: 4, column: 2 }), { file, line: 5, column: 3 });
});
