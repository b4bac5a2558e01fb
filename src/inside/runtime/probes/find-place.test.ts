import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import { findPlace } from './find-place.ts';
import type { GatedFile } from './gated-file.ts';

const bundle: GatedFile = {
  file: '/app/src/shop.ts',
  sources: ['/app/src/shop.ts', '/app/src/price.ts'],
  compiled: true,
  functions: [
    { name: '(module)', kind: 'module', line: 0, column: 0, endLine: 0, recorded: false, file: '' },
    { name: 'buy', kind: 'async', line: 5, column: 1, endLine: 9, recorded: true },
    { name: 'price', kind: 'async', line: 5, column: 1, endLine: 7, recorded: true, file: '/app/src/price.ts' },
  ],
  gates: [
    { line: 6, column: 3, fn: 1, values: [], shared: [] },
    { line: 6, column: 3, fn: 2, values: [], shared: [] },
    { line: 0, column: 0, fn: 2, values: [], shared: [] },
  ],
  awaits: [],
  switches: new Uint8Array(3),
  running: () => ({ file: '/app/out/main.js', line: 1, column: 1 }),
};

const found = (name: string, line: number) => {
  const place = findPlace(name, line, [bundle]);
  return place.found ? [place.source, ...place.in.flatMap(one => one.gates)] : place.why;
};

test('a line of one of the sources has the gates of that source', () => {
  deepEqual(found('shop.ts', 6), ['/app/src/shop.ts', 0]);
  deepEqual(found('src/price.ts', 6), ['/app/src/price.ts', 1]);
  deepEqual(found('/app/src/price.ts', 7), ['/app/src/price.ts', 1]);
});

test('what is near is of the same source, and no line that nobody wrote', () => {
  equal(found('price.ts', 20), 'price.ts:20 has no statement; lines near it that have one: 6.');
});

test('the file that runs, and names of more than one source, are no place', () => {
  match(String(found('main.js', 1)), /^No file of that name is loaded/);
  const other = { ...bundle, file: '/lib/price.ts', sources: ['/lib/price.ts'] };
  const place = findPlace('price.ts', 6, [bundle, other]);
  match(place.found ? '' : place.why, /^price\.ts could be \/app\/src\/price\.ts, \/lib\/price\.ts/);
});

test('what else was made of the same source has the line, too; of another source it has not', () => {
  const gates = [{ line: 6, column: 9, fn: 0, values: [], shared: [] }];
  const one = { name: 'price', kind: 'async', line: 5, column: 1, endLine: 7, recorded: true };
  const { sources: _, ...rest } = bundle;
  const running = () => ({ file: '/app/src/price.ts', line: 1, column: 1 });
  const later = { ...rest, file: '/app/src/price.ts', functions: [one], gates, running };
  const shop = { ...later, file: '/app/src/shop.ts', gates: [{ ...gates[0]!, line: 7 }] };
  deepEqual(filesOf('price.ts', 6, [bundle, later, shop]), [
    [bundle.running(0).file, 1],
    ['/app/src/price.ts', 0],
  ]);
});

test('a bundle that left the line out does not hide it in another; one that merged it has the statement it went into', () => {
  const { sources } = bundle;
  const without = { ...bundle, gates: [bundle.gates[0]!], functions: bundle.functions.slice(0, 2), sources: sources! };
  deepEqual(filesOf('price.ts', 6, [without, bundle]), [['/app/out/main.js', 1]]);
  const minified = {
    ...without,
    running: () => ({ file: '/app/out/small.js', line: 1, column: 1 }),
    gateOver: () => 0,
  };
  deepEqual(filesOf('price.ts', 6, [minified, bundle]), [
    ['/app/out/main.js', 1],
    ['/app/out/small.js', 0],
  ]);
  deepEqual(
    filesOf('price.ts', 20, [without, bundle]),
    'price.ts:20 has no statement; lines near it that have one: 6.',
  );
});

function filesOf(name: string, line: number, files: readonly GatedFile[]) {
  const place = findPlace(name, line, files);
  return place.found ? place.in.map(({ file, gates }) => [file.running(gates[0]!).file, ...gates]) : place.why;
}
