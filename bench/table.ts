import type { BenchResult } from './measure.ts';

export function printTable({ name, node, cores, rows }: BenchResult): void {
  const cells = [['id', 'ours', 'reference', 'unit', 'against', 'ratio', 'runs', 'what']];
  for (const row of rows)
    cells.push([
      row.id,
      `${row.ours}`,
      `${row.reference}`,
      row.unit,
      row.against,
      row.ratio < 0.1 ? row.ratio.toPrecision(2) : row.ratio.toFixed(2),
      `${row.runs}`,
      row.what,
    ]);
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map(line => line[column]!.length)));
  process.stdout.write(`${name}, Node ${node}, ${cores} cores\n`);
  for (const line of cells)
    process.stdout.write(
      `${line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd()}\n`,
    );
}
