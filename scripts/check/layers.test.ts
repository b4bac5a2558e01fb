import { deepEqual, equal, match } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkLayers, type Layers, ringsOfTypes } from './layers.ts';
import { importsOf, readSources } from './sources.ts';

const root = join(import.meta.dirname, 'fixtures', 'house');
const rules: Layers = {
  layers: {
    'src/ground': [],
    'src/upper': ['src/ground'],
    'src/loop': ['src/ground'],
    'src/types': [],
    'src/utils': [],
  },
  testsMayAlsoImport: [],
  alsoDoors: [],
  openFolders: [],
  foldersWithoutDoor: [],
  forbiddenFolders: ['utils'],
};

const check = (...folders: string[]) => checkLayers(rules, readSources(root, folders));

test('arrows that layers.json allows are fine', () => {
  deepEqual(check('src/ground/index.ts', 'src/upper'), []);
});

test('an arrow from below to above is named with file and line', () => {
  deepEqual(check('src/ground'), [
    'src/ground/bad.ts:2 imports src/upper; src/ground may not.',
    'src/ground/past.ts:1 imports src/upper; src/ground may not.',
  ]);
});

test('a file of another layer is reached through a door only', () => {
  const strict = { ...rules, layers: { ...rules.layers, 'src/ground': ['src/upper'], 'src/upper': [] } };
  const said = checkLayers(strict, readSources(root, ['src/ground/past.ts', 'src/ground/index.ts']));
  equal(said.length, 1);
  match(said[0] ?? '', /past the doors of src\/upper/);
});

test('files that load each other are a ring', () => {
  deepEqual(check('src/loop'), ['Files import each other in a ring: src/loop/a.ts → src/loop/b.ts → src/loop/a.ts']);
});

test('a ring that only types close is told apart', () => {
  const sources = readSources(root, ['src/types']);
  deepEqual(checkLayers(rules, sources), []);
  deepEqual(ringsOfTypes(sources), [
    'Files import each other in a ring: src/types/a.ts → src/types/b.ts → src/types/a.ts',
  ]);
});

test('a ring between layers is refused in layers.json itself', () => {
  const ring = { ...rules, layers: { a: ['b'], b: ['c'], c: ['a'] } };
  deepEqual(checkLayers(ring, []), ['layers.json allows a ring: a → b → c → a']);
});

test('a folder says what it owns, and has a door', () => {
  deepEqual(check('src/utils'), [
    'src/utils: a folder named "utils" says nothing of what it owns.',
    'src/utils has no index.ts.',
  ]);
});

test('every way to import is read, and comments are not', () => {
  const text = readFileSync(join(import.meta.dirname, 'fixtures', 'imports.txt'), 'utf8');
  deepEqual([...importsOf(text)].map(one => one.word).sort(), ['five', 'four', 'one', 'six', 'three', 'two']);
});
