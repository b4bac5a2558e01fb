import { deepEqual, equal } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { filesBelow } from '../../scripts/check/sources.ts';

const root = join(import.meta.dirname, '..', '..');
const pages = [join(root, 'README.md'), ...filesBelow(join(root, 'docs'), /\.md$/)];

test('links between the pages lead somewhere', () => {
  const dead = pages.flatMap(page =>
    [...readFileSync(page, 'utf8').matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)]
      .map(match => match[1] ?? '')
      .filter(link => !existsSync(resolve(dirname(page), link)))
      .map(link => `${relative(root, page)}: ${link}`),
  );
  deepEqual(dead, []);
});

test('the sample in the README runs', t => {
  const sample = /```js\n([\s\S]*?)```/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1] ?? '';
  const around = `const files = ['a', 'b'];\nconst load = async file => console.log('loaded', file);\n`;
  // Inside the house, so that `eddy` is this package.
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache', 'readme-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'sample.mjs'), around + sample);
  const ran = spawnSync(process.execPath, [join(folder, 'sample.mjs')], { encoding: 'utf8', timeout: 20_000 });
  equal(ran.stderr, '');
  equal(ran.stdout, 'loaded a\nloaded b\n');
  equal(ran.status, 0);
});

test('everything that the library exports has its line', async () => {
  const eddy: object = await import('../../src/inside/runtime/index.ts');
  const page = readFileSync(join(root, 'docs', 'library.md'), 'utf8');
  // Exported for our own other half; not for programs.
  const inner = new Set(['runAsFlow', 'gaugeProcess']);
  deepEqual(
    Object.keys(eddy).filter(name => !inner.has(name) && !new RegExp(`\\b${name}\\b`).test(page)),
    [],
  );
});
