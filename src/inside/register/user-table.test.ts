import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { gateSource } from '../gates/instrument/index.ts';
import { UserMap } from '../runtime/core/index.ts';
import { userTable } from './user-table.ts';

/** The table of a code, each of whose lines is that line of one of the sources; undefined: nobody's. */
function tableOf(code: string, sources: readonly string[], lineOf: readonly (readonly [number, number] | undefined)[]) {
  let [source, line] = [0, 0];
  const mappings = lineOf
    .map(one => {
      if (one === undefined) return '';
      const segment = `A${vlq(one[0] - source)}${vlq(one[1] - line)}A`;
      [source, line] = one;
      return segment;
    })
    .join(';');
  const map = { version: 3, sources, names: [], mappings };
  const text = `${code}\n//# sourceMappingURL=data:application/json,${encodeURIComponent(JSON.stringify(map))}`;
  const result = gateSource(text, { kind: 'commonjs', key: 'k' });
  if (!result.ok) throw new Error(result.why);
  return userTable(result.table, UserMap.in(text, '/app/out.js')!);
}

function vlq(value: number): string {
  return 'ABCDEFGHIJKLMNOP'[value < 0 ? -value * 2 + 1 : value * 2]!;
}

const code = `function bundlers() {
  return 1 }
async function a() {
  x() }
async function b() {
  y() }`;

test('a bundle’s functions are each of the file that they were written in', () => {
  const table = tableOf(code, ['a.ts', 'b.ts'], [undefined, undefined, [0, 4], [0, 5], [1, 1], [1, 2]]);
  equal(table?.file, '/app/a.ts');
  deepEqual(table?.sources, ['/app/a.ts', '/app/b.ts']);
  deepEqual(
    table?.functions.map(one => [one.name, one.file, one.line, one.endLine]),
    [
      ['(module)', '', 0, 0],
      ['bundlers', '', 0, 0],
      ['a', undefined, 5, 6],
      ['b', '/app/b.ts', 2, 3],
    ],
  );
  deepEqual(
    table?.gates.map(one => one.line),
    [0, 6, 3],
  );
});

test('a function that begins where a compiler added something is where its first statement is', () => {
  const table = tableOf(code, ['a.ts'], [undefined, undefined, undefined, [0, 7], undefined, undefined]);
  deepEqual(
    table?.functions.map(one => one.line),
    [0, 0, 8, 0],
  );
  equal(table?.sources, undefined);
});

test('of what one statement was made into, the first is its gate', () => {
  const table = tableOf(
    'async function f() {\n  x(); y(); z() }',
    ['a.ts'],
    [
      [0, 0],
      [0, 1],
    ],
  );
  deepEqual(
    table?.gates.map(one => one.line),
    [2, 0, 0],
  );
});

test('a map that leads nowhere is none', () => {
  equal(tableOf(code, ['webpack://x/webpack/bootstrap'], [[0, 0]]), undefined);
});
