import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { checkPackages, readTable } from './packages.ts';
import type { Source } from './sources.ts';

const table = readTable(`
| package | why this one | who may import it |
| --- | --- | --- |
| \`pg\` | for tests | \`test/targets\`, \`bench/pool.ts\` |
| \`tool\` | a program | nobody |
`);

function source(path: string, ...words: string[]): Source {
  return { path, lines: 1, imports: words.map(word => ({ word, line: 3, typeOnly: false })) };
}

test('the table is read', () => {
  deepEqual(table, [
    { name: 'pg', mayImport: ['test/targets', 'bench/pool.ts'] },
    { name: 'tool', mayImport: [] },
  ]);
});

test('a package is imported where the table says, and nowhere else', () => {
  const sources = [
    source('test/targets/a.mjs', 'pg', 'pg/lib/x.js', 'node:fs', 'eddy'),
    source('bench/pool.ts', 'pg'),
    source('src/inside/a.ts', 'pg', 'fs'),
    source('test/targets-other/b.mjs', 'tool'),
  ];
  deepEqual(checkPackages(table, ['pg', 'tool'], 'eddy', sources), [
    'src/inside/a.ts:3 imports pg; docs/dependencies.md does not let it.',
    'test/targets-other/b.mjs:3 imports tool; docs/dependencies.md does not let it.',
  ]);
});

test('the table and package.json name the same packages', () => {
  deepEqual(checkPackages(table, ['pg', 'new'], 'eddy', []), [
    'package.json has new, which docs/dependencies.md does not name.',
    'docs/dependencies.md names tool, which package.json does not have.',
  ]);
});

test('nothing in src imports the package that it makes', () => {
  deepEqual(checkPackages([], [], 'eddy', [source('src/a.ts', 'eddy')]), ['src/a.ts:3 imports eddy, itself.']);
});

test('what runs in the program imports no package but the parser; a test beside it may', () => {
  const rows = readTable('| `pg` | for tests | `src/inside/runtime/locks` |');
  const sources = [source('src/inside/runtime/locks/a.test.ts', 'pg'), source('src/inside/runtime/locks/a.ts', 'pg')];
  deepEqual(checkPackages(rows, ['pg'], 'eddy', sources), [
    'src/inside/runtime/locks/a.ts:3 imports pg: what runs in the program imports no package.',
  ]);
  const parser = readTable('| `acorn` | parses | `src/inside/gates/instrument` |');
  deepEqual(checkPackages(parser, ['acorn'], 'eddy', [source('src/inside/gates/instrument/a.ts', 'acorn')]), []);
});
