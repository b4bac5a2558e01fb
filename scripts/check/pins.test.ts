import { deepEqual, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { nodePackage, pinnedVersion, root } from '../nodes.js';

const json = (path: string) => JSON.parse(readFileSync(join(root, path), 'utf8'));

test('the pinned Node is the same one in every place, and the one that runs this', () => {
  const packages: Record<string, string> = json('scripts/pinned-node/package.json').optionalDependencies;
  deepEqual([...new Set(Object.values(packages))], [pinnedVersion()]);
  equal(Object.keys(packages).includes(nodePackage()), true);
  equal(process.versions.node.split('.')[0], pinnedVersion().split('.')[0]);
});

test('the lockfile has an entry for every optional package, or a clean install refuses it', () => {
  const locked: Record<string, { optionalDependencies?: Record<string, string> }> = json('package-lock.json').packages;
  const missing = Object.values(locked)
    .flatMap(one => Object.keys(one.optionalDependencies ?? {}))
    .filter(name => !(`node_modules/${name}` in locked));
  deepEqual(missing, []);
});
