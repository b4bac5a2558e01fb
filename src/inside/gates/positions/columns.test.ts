import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { gateSource } from '../instrument/index.ts';
import { Columns, originalColumn } from './index.ts';

const source = `const a = 1; async function f(x) { if (x) { await g(x); } for (const y of [1, 2]) { await y; } return x; }

class K { #p = 1; async m() { return await this.#p; } static n() { return () => { f(1); }; } }
function plain() { return 1; }
export { f, K, plain, a };`;

test('every character of the original is found again from where it stands in the gated text', () => {
  const gated = gateSource(source, { kind: 'module', key: 'k' });
  if (!gated.ok) throw new Error(gated.why);
  const { inserts } = gated.table;
  const columns = new Columns(inserts);
  const gatedLines = gated.text.split('\n');
  let position = 0;
  let gatedPosition = 0;
  source.split('\n').forEach((text, index) => {
    const line = index + 1;
    let column = 1;
    for (let at = 0; at < text.length; ) {
      const piece = inserts.findIndex((_, one) => one % 3 === 0 && inserts[one] === line && inserts[one + 1] === at);
      // Inside a piece, first and last character: where it stands.
      if (piece !== -1 && gatedLines[index]!.startsWith('/*¦*/', column - 1)) {
        const length = inserts[piece + 2]!;
        equal(columns.original(line, column), at + 1);
        equal(columns.original(line, column + length - 1), at + 1);
        column += length;
      }
      equal(gatedLines[index]![column - 1], text[at]);
      equal(columns.original(line, column), at + 1);
      equal(columns.gated(line, at + 1), column);
      equal(originalColumn(inserts, line, column), at + 1);
      equal(columns.originalPosition(line, column, gatedPosition + column - 1), position + at);
      at++;
      column++;
    }
    position += text.length + 1;
    gatedPosition += gatedLines[index]!.length + 1;
  });
});

test('a file without pieces is left as it is', () => {
  equal(originalColumn([], 3, 14), 14);
  equal(new Columns([]).originalPosition(3, 14, 99), 99);
});
