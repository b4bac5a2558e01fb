// Packages that tests need and nobody else: each folder test/*/* with a package.json and a lockfile has its own, in a node_modules
// of its own. Installed once; a stamp with the lockfile's hash says so. Plain JavaScript for any Node from 18 on.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { npm, root } from './nodes.js';

/** The folders of all fixtures, as paths below the checkout. */
export function listFixtures(from = join(root, 'test')) {
  const found = [];
  for (const group of foldersIn(from))
    for (const one of foldersIn(group))
      if (existsSync(join(one, 'package.json')) && existsSync(join(one, 'package-lock.json'))) found.push(one);
  return found.sort();
}

/** Whether what its lockfile names is there. */
export function isInstalled(folder) {
  const stamp = stampOf(folder);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash(folder);
}

/**
 * Installs what is missing, one after the other. Says which, before; and of each that could not be, why: it goes on with the next.
 * True when all are there.
 */
export function installFixtures(say, folders = listFixtures(), install = npmCi) {
  const missing = folders.filter(folder => !isInstalled(folder));
  let failed = 0;
  for (const [at, folder] of missing.entries()) {
    const name = relative(root, folder);
    say(`installing the packages of ${name} (npm ci, ${at + 1} of ${missing.length}) …`);
    try {
      // Half of an older one would be worse than none.
      rmSync(stampOf(folder), { force: true });
      install(folder);
      writeFileSync(stampOf(folder), lockHash(folder));
    } catch (error) {
      failed++;
      say(
        `${error.message}\n       Tests of ${name} will be skipped. To get its packages later: npm test, with a network.`,
      );
    }
  }
  return failed === 0;
}

function npmCi(folder) {
  npm(['ci', '--ignore-scripts'], { cwd: folder });
}

function stampOf(folder) {
  return join(folder, 'node_modules', '.eddy-installed');
}

function lockHash(folder) {
  return createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
}

function foldersIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => join(folder, name));
}
