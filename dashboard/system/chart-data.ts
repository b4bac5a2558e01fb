import type { SystemColumn, SystemSeries } from '../model/index.ts';

/** One line of a chart. */
export interface ChartLine {
  readonly label: string;
  /** Of a colour, as the tokens have it. */
  readonly colour: string;
  readonly series: SystemSeries;
}

/** Seconds since the epoch, then what each line has there: `null` is a gap, `undefined` a moment of another line. */
export type ChartTable = [number[], ...(number | null | undefined)[][]];

/** 1, 2, 5, 10, …: of what is counted there is no half. */
export const countSteps = Array.from({ length: 24 }, (_, at) => [1, 2, 5][at % 3]! * 10 ** Math.floor(at / 3));

/** All lines on one axis of time, from `since` (epoch ms) on. */
export function chartTable(lines: readonly ChartLine[], column: SystemColumn, since: number): ChartTable {
  const moments = new Map<number, number>();
  const all = new Set<number>();
  for (const { series } of lines) for (const { at } of series.samples) if (at >= since) all.add(at);
  const times = [...all].sort((a, b) => a - b);
  for (const [number, at] of times.entries()) moments.set(at, number);
  const columns = lines.map(({ series }) => {
    const values: (number | null | undefined)[] = new Array(times.length).fill(undefined);
    for (const sample of series.samples) {
      const number = moments.get(sample.at);
      if (number !== undefined) values[number] = Number.isNaN(sample[column]) ? null : sample[column];
    }
    return values;
  });
  return [times.map(at => at / 1000), ...columns];
}
