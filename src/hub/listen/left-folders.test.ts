import { deepEqual } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { removeLeftFolders } from './left-folders.ts';

test('only a folder of a hub that is dead goes', async t => {
  const base = mkdtempSync(join(tmpdir(), 'left-'));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = base;
  t.after(() => {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
    rmSync(base, { recursive: true });
  });
  for (const name of ['eddy-dead', 'eddy-live', 'eddy-other', 'eddy-file']) mkdirSync(join(base, name));
  writeFileSync(join(base, 'eddy-other', 'notes'), '');
  writeFileSync(join(base, 'eddy-file', 'hub'), '');
  // A process that is killed leaves its socket's file.
  const listen = `require('net').createServer().listen(${JSON.stringify(join(base, 'eddy-dead', 'hub'))}, () => process.kill(process.pid, 9))`;
  spawnSync(process.execPath, ['-e', listen]);
  for (const name of ['run.json', 'control']) writeFileSync(join(base, 'eddy-dead', name), '');
  const live = createServer().listen(join(base, 'eddy-live', 'hub'));
  await new Promise(resolve => live.once('listening', resolve));
  t.after(() => live.close());

  await removeLeftFolders(Date.now());
  deepEqual(readdirSync(base).length, 4, 'all are young');
  await removeLeftFolders(Date.now() + 3_600_000);
  deepEqual(readdirSync(base).sort(), ['eddy-file', 'eddy-live', 'eddy-other']);
});
