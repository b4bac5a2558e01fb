/** doors/cli/words: what a person, or with --json a program, is told of a run. It must not know how a run is made. */
export { liveTeller } from './live.ts';
export { paintFor } from './paint.ts';
export { runSummary, type Verdict } from './run-summary.ts';
export { runSummaryJson } from './run-summary-json.ts';
