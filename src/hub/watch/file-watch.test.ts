import { deepEqual, equal, throws } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../base/index.ts';
import { FileWatch } from './index.ts';

function place(t: TestContext, paths: readonly string[] = ['.']) {
  const cwd = mkdtempSync(join(tmpdir(), 'eddy-test-'));
  mkdirSync(join(cwd, 'src/deep'), { recursive: true });
  mkdirSync(join(cwd, 'node_modules/p'), { recursive: true });
  mkdirSync(join(cwd, '.git'));
  for (const name of ['app.ts', 'src/deep/one.mjs', 'data.json', 'node_modules/p/index.js'])
    writeFileSync(join(cwd, name), '');
  const files = new FileWatch({ paths, cwd, debounceMs: 50, clock: systemClock });
  t.after(() => {
    files.close();
    rmSync(cwd, { recursive: true, force: true });
  });
  const next = async () => (await files.next()).map(file => file.slice(cwd.length + 1));
  return { cwd, files, next, write: (name: string) => writeFileSync(join(cwd, name), 'x') };
}

test('code that changes is told, what is close together at once; data, packages and hidden folders are not', async t => {
  const { next, write } = place(t);
  for (const name of ['data.json', 'node_modules/p/index.js', '.git/x.js', 'src/deep/one.mjs', 'app.ts']) write(name);
  deepEqual(await next(), ['app.ts', 'src/deep/one.mjs']);
});

test('a file that an editor puts in the place of another; a folder that is new', async t => {
  const { cwd, next, write } = place(t);
  write('app.ts~');
  renameSync(join(cwd, 'app.ts~'), join(cwd, 'app.ts'));
  deepEqual(await next(), ['app.ts']);
  mkdirSync(join(cwd, 'src/new'));
  // News comes in its order: when this is told, the folder is watched.
  write('app.ts');
  deepEqual(await next(), ['app.ts']);
  write('src/new/two.js');
  deepEqual(await next(), ['src/new/two.js']);
});

test('what is named by itself is watched whatever it is, and nothing beside it', async t => {
  const { next, write } = place(t, ['data.json']);
  write('app.ts');
  write('data.json');
  deepEqual(await next(), ['data.json']);
});

test('what is forgotten is not told', async t => {
  const { files, next, write } = place(t);
  write('app.ts');
  deepEqual(await next(), ['app.ts']);
  write('src/deep/one.mjs');
  const later = next();
  equal(await Promise.race([later, 'not yet']), 'not yet');
  deepEqual(await later, ['src/deep/one.mjs']);
  files.forget();
  equal(await Promise.race([next(), 'nothing']), 'nothing');
});

test('a path that is not there is told', t => {
  throws(() => place(t, ['none']), /none cannot be watched: it is not there/);
});
