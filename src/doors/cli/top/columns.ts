import type { Severity } from '../../../wire/protocol/index.ts';

/** One column of a table that fills a terminal. */
export interface Column<Row> {
  /** As --sort takes it. */
  readonly key: string;
  readonly title: string;
  readonly side?: 'right';
  readonly width: number;
  /** How many parts of the room that is left it gets. */
  readonly grows?: number;
  /** What is cut of a cell that is too wide; the end unless told. */
  readonly cuts?: 'start';
  /** Left out first where there is no room; absent: never. */
  readonly spare?: number;
  /** Left out where no row has anything in it. */
  readonly hides?: true;
  cell(row: Row, cwd: string): string;
  /** What is looked for comes first. */
  compare(a: Row, b: Row): number;
  tone?(row: Row): Severity | undefined;
}

export interface Placed<C> {
  readonly column: C;
  readonly width: number;
}

type Sized = Pick<Column<never>, 'width' | 'grows' | 'spare'>;

export const columnGap = 2;
const leastWidth = 8;

/** The columns that there is room for, and how wide each is; together no wider than `room`, where they can be. */
export function placeColumns<C extends Sized>(columns: readonly C[], room: number): Placed<C>[] {
  let kept = [...columns];
  while (taken(kept) > room) {
    const spare = kept.filter(one => one.spare !== undefined).sort((a, b) => a.spare! - b.spare!)[0];
    if (spare === undefined) break;
    kept = kept.filter(one => one !== spare);
  }
  let left = room - taken(kept);
  if (left < 0) return narrowed(kept, -left);
  let parts = kept.reduce((sum, { grows = 0 }) => sum + grows, 0);
  return kept.map(column => {
    const { width, grows = 0 } = column;
    if (grows === 0) return { column, width };
    const more = Math.floor((left * grows) / parts);
    left -= more;
    parts -= grows;
    return { column, width: width + more };
  });
}

/** Those that grow give what is missing, the last first. */
function narrowed<C extends Sized>(columns: readonly C[], missing: number): Placed<C>[] {
  let left = missing;
  return [...columns]
    .reverse()
    .map(column => {
      const { width, grows } = column;
      const less = grows === undefined ? 0 : Math.min(left, Math.max(0, width - leastWidth));
      left -= less;
      return { column, width: width - less };
    })
    .reverse();
}

function taken(columns: readonly Sized[]): number {
  return columns.reduce((sum, { width }) => sum + width + columnGap, -columnGap);
}
