import { equal } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { MapSources } from './map-sources.ts';

function project(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sources-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'src'));
  mkdirSync(join(folder, 'out/deep'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'src/a.ts'), '');
  return folder;
}

test('what bundlers call a source leads to its file', t => {
  const folder = project(t);
  const sources = new MapSources(join(folder, 'out/deep'));
  for (const [source, path] of [
    ['webpack://shop/./src/a.ts', 'src/a.ts'],
    ['webpack://@acme/shop/./src/a.ts?1a2b', 'src/a.ts'],
    ['webpack:///./src/a.ts', 'src/a.ts'],
    ['webpack:///./node_modules/p/index.js', 'node_modules/p/index.js'],
    ['../../src/a.ts', 'src/a.ts'],
    [pathToFileURL(join(folder, 'src/a.ts')).href, 'src/a.ts'],
    [join(folder, 'src/a.ts'), 'src/a.ts'],
  ] as const)
    equal(sources.pathOf(source), join(folder, path), source);
  for (const source of ['webpack://shop/webpack/bootstrap', 'webpack://shop/external commonjs "p"', 'node:fs'])
    equal(sources.pathOf(source), undefined, source);
});

test('a map says where its sources begin', t => {
  const folder = project(t);
  equal(new MapSources(join(folder, 'out'), '../src').pathOf('a.ts'), join(folder, 'src/a.ts'));
  equal(new MapSources(join(folder, 'out'), `${join(folder, 'src')}/`).pathOf('a.ts'), join(folder, 'src/a.ts'));
});
