import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { installFixtures, isInstalled, listFixtures } from '../fixtures.js';

/** A tree as `test` is, with these fixtures. */
function tree(t: TestContext, ...names: string[]): string {
  const home = mkdtempSync(join(tmpdir(), 'fixtures-'));
  t.after(() => rmSync(home, { recursive: true }));
  for (const name of names) {
    mkdirSync(join(home, name), { recursive: true });
    writeFileSync(join(home, name, 'package.json'), '{}');
    writeFileSync(join(home, name, 'package-lock.json'), '{ "packages": {} }');
  }
  return home;
}

/** As npm would: the folder is there. */
const made = (folder: string) => void mkdirSync(join(folder, 'node_modules'), { recursive: true });

test('each fixture is installed once, and again when its lockfile is another', t => {
  const home = tree(t, 'runners/one', 'runners/two');
  mkdirSync(join(home, 'runners/none'));
  const fixtures = listFixtures(home);
  deepEqual(
    fixtures.map(folder => basename(folder)),
    ['one', 'two'],
  );
  const installed: string[] = [];
  const install = (folder: string) => {
    installed.push(basename(folder));
    made(folder);
  };
  const said: string[] = [];
  equal(
    installFixtures(text => said.push(text), fixtures, install),
    true,
  );
  deepEqual(installed, ['one', 'two']);
  match(said[0]!, /npm ci, 1 of 2/);
  installFixtures(() => {}, fixtures, install);
  equal(installed.length, 2);
  writeFileSync(join(fixtures[1]!, 'package-lock.json'), '{ "packages": { "": {} } }');
  equal(isInstalled(fixtures[1]!), false);
  installFixtures(() => {}, fixtures, install);
  deepEqual(installed, ['one', 'two', 'two']);
});

test('without a network it is said which is missing, and the next is tried', t => {
  const home = tree(t, 'runners/one', 'runners/two');
  const fixtures = listFixtures(home);
  const said: string[] = [];
  const all = installFixtures(
    text => said.push(text),
    fixtures,
    folder => {
      if (folder.endsWith('one')) throw new Error('npm ci failed: ENOTFOUND');
      made(folder);
    },
  );
  equal(all, false);
  match(said.join('\n'), /ENOTFOUND[\s\S]*runners\/one will be skipped/);
  deepEqual(
    fixtures.map(folder => isInstalled(folder)),
    [false, true],
  );
});
