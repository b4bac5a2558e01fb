import { deepEqual, ok } from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import { filesBelow } from '../../scripts/check/sources.ts';
import { views } from '../../scripts/screenshots/views.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = join(root, 'docs', 'pictures');
const pages = [join(root, 'README.md'), ...filesBelow(join(root, 'docs'), /\.md$/)];

test('there is a small picture of each view by light and in the dark, and each is shown on a page', () => {
  const made = views.flatMap(({ name }) => [`${name}-dark.webp`, `${name}-light.webp`]).sort();
  deepEqual(readdirSync(folder).sort(), made);
  for (const name of made) ok(statSync(join(folder, name)).size <= 60 * 1024, `${name} is too large`);
  const shown = pages.flatMap(page =>
    [...readFileSync(page, 'utf8').matchAll(/ src(?:set)?="([^"]+)"/g)].map(([, file = '']) =>
      relative(folder, resolve(dirname(page), file)),
    ),
  );
  deepEqual([...new Set(shown)].sort(), made);
});
