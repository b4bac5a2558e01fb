import type { LineFlows } from './awaited.ts';
import type { CurrentLine, LineMark } from './marks.ts';

/** All that stands beside the text of a file. */
export interface LineSigns {
  readonly marks: readonly LineMark[];
  readonly current: readonly CurrentLine[];
  readonly flows: ReadonlyMap<number, LineFlows>;
  /** A line that would do instead of one that was refused. */
  readonly onMove: (mark: LineMark, line: number) => void;
}
