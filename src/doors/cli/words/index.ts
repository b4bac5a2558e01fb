/**
 * doors/cli/words: what a person, or with --json a program, is told of a run and of what it holds. It must not know how a
 * run is made, or how it is asked.
 */
export { capturedText } from './captured-text.ts';
export { count } from './count.ts';
export { doctorRow, doctorSum } from './doctor-rows.ts';
export { eventLine, sessionTeller } from './event-line.ts';
export { flowLines } from './flow-lines.ts';
export {
  type FlowFilter,
  type FlowRow,
  filterKeys,
  flowRows,
  readFlowFilter,
  rowHas,
  type SortKey,
  sortKeys,
  sortRows,
} from './flow-rows.ts';
export { flowTree, forSoLong } from './flow-tree.ts';
export { holdText, type Look, resumedLine, variableLines } from './hold-text.ts';
export { liveTeller } from './live.ts';
export { type Paint, paintFor } from './paint.ts';
export { oneLine, place } from './place.ts';
export { isRefusedEverywhere, probeLines, sessionHead } from './probe-text.ts';
export { runSummary, type Verdict } from './run-summary.ts';
export { runSummaryJson } from './run-summary-json.ts';
export { cut, table } from './table.ts';
export { unpreparedLines } from './unprepared-text.ts';
