import type { Paint } from './paint.ts';
import { oneLine } from './place.ts';

const widestColumn = 60;

/** Rows in columns, each as wide as it must be. The last is never cut. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], paint: Paint): string {
  const cells = rows.map(row => row.map((cell, at) => (at === row.length - 1 ? oneLine(cell) : cut(oneLine(cell)))));
  const widths = head.map((title, at) => Math.max(title.length, ...cells.map(row => (row[at] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd();
  return [paint.bold(line(head)), ...cells.map(line)].map(text => `${text}\n`).join('');
}

export function cut(text: string, width = widestColumn): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
