import { equal } from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { cacheFolder, tryPrivateFolder } from './cache-folder.ts';

const base = realpathSync(mkdtempSync(join(tmpdir(), 'eddy-test-')));
after(() => rmSync(base, { recursive: true }));

test('where things are kept: as told, else in the cache of the user', () => {
  equal(cacheFolder({ EDDY_CACHE: '/told', XDG_CACHE_HOME: '/cache' }, 'x'), '/told');
  equal(cacheFolder({ EDDY_CACHE: '' }, 'x'), undefined);
  equal(cacheFolder({ XDG_CACHE_HOME: '/cache' }, 'x'), '/cache/eddy/x');
  equal(cacheFolder({ XDG_CACHE_HOME: '' }, 'x'), join(homedir(), '.cache/eddy/x'));
});

test('a folder is made for its user alone, and is none where others can write', () => {
  const folder = join(base, 'a', 'b');
  equal(tryPrivateFolder(folder), folder);
  equal(statSync(folder).mode & 0o777, 0o700);
  chmodSync(folder, 0o720);
  equal(tryPrivateFolder(folder), undefined);
  writeFileSync(join(base, 'file'), '');
  equal(tryPrivateFolder(join(base, 'file')), undefined);
});

test('nor where others could put another folder in its place', () => {
  const above = join(base, 'above');
  mkdirSync(above);
  chmodSync(above, 0o777);
  equal(tryPrivateFolder(join(above, 'own')), undefined);
  // As /tmp: others make files there, and leave ours alone.
  chmodSync(above, 0o1777);
  equal(tryPrivateFolder(join(above, 'own')), join(above, 'own'));
});

test('a link is followed once, and never again', () => {
  symlinkSync(join(base, 'a'), join(base, 'link'));
  equal(tryPrivateFolder(join(base, 'link', 'c')), join(base, 'a', 'c'));
});
