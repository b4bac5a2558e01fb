import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { gateSource } from '../gates/instrument/index.ts';
import { UserMap } from '../runtime/core/index.ts';
import { gateOver } from './merged-lines.ts';
import { userTable } from './user-table.ts';

/** Line 3 was one of its own; 5 went into the `return` of 6. `send` is of another source, whose line 5 is its own. */
const text = `async function buy(path){const cart=await fill(path);return\`\${cart}\`}async function send(){pack()}`;
const pieces: readonly (readonly [at: string, source: number, line: number])[] = [
  ['async function buy', 0, 2],
  ['const cart', 0, 3],
  ['return', 0, 6],
  ['`', 0, 5],
  ['async function send', 1, 4],
  ['pack', 1, 5],
];

function gateFor(source: string, line: number): string | undefined {
  let [column, from, before] = [0, 0, 0];
  const mappings = pieces.map(([at, file, original]) => {
    const segment = [text.indexOf(at) - column, file - from, original - 1 - before, 0].map(vlq).join('');
    [column, from, before] = [text.indexOf(at), file, original - 1];
    return segment;
  });
  const payload = { version: 3, sources: ['shop.ts', 'post.ts'], names: [], mappings: mappings.join(',') };
  const code = `${text}\n//# sourceMappingURL=data:application/json,${encodeURIComponent(JSON.stringify(payload))}`;
  const result = gateSource(code, { kind: 'commonjs', key: 'k' });
  if (!result.ok) throw new Error(result.why);
  const map = UserMap.in(code, '/app/out.js')!;
  const gate = gateOver(result.table, userTable(result.table, map)!, map, { source, line });
  if (gate === undefined) return undefined;
  const { column: found } = result.table.gates[gate]!;
  return /^\w+/.exec(text.slice(found - 1))?.[0];
}

function vlq(value: number): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let rest = value < 0 ? -value * 2 + 1 : value * 2;
  let all = '';
  do {
    all += digits[(rest & 31) | (rest > 31 ? 32 : 0)];
    rest >>= 5;
  } while (rest > 0);
  return all;
}

test('a line that went into another statement has the gate of that', () => {
  equal(gateFor('/app/shop.ts', 5), 'return');
  equal(gateFor('/app/shop.ts', 3), 'const');
});

test('a line of another source is none of it, and one that the map does not have is nowhere', () => {
  equal(gateFor('/app/post.ts', 5), 'pack');
  equal(gateFor('/app/shop.ts', 4), undefined);
});

test('the line of a function’s head comes before all that it does', () => {
  equal(gateFor('/app/shop.ts', 2), undefined);
});
