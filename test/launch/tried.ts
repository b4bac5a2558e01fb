import { deepEqual } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { root } from './index.ts';

/** One row of a table in docs/: who, what, and what comes of it. */
export type TriedRow = readonly [who: string, what: string, outcome: string];

/** Each row is a test of that name; the last one sees that the page's table under that heading has these rows and no other. */
export function triedRows(page: string, heading: string, skip: string | false) {
  const rows: TriedRow[] = [];
  return {
    row(cells: TriedRow, run: (t: TestContext) => Promise<void>): void {
      rows.push(cells);
      test(cells.join(': '), { skip }, run);
    },
    checked(): void {
      test(`${page} has a row for each, and no other`, () => deepEqual(rowsBelow(page, heading), rows));
    },
  };
}

function rowsBelow(page: string, heading: string): string[][] {
  const text = readFileSync(join(root, page), 'utf8');
  const [, below = ''] = text.split(`\n## ${heading}\n`);
  const [section = ''] = below.split('\n## ');
  const lines = section.split('\n').filter(line => line.startsWith('|'));
  return lines.slice(2).map(line =>
    line
      .slice(1, -1)
      .split(' | ')
      .map(cell => cell.trim()),
  );
}
