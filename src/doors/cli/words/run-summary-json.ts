import type { RunOptions } from '../../../wire/protocol/index.ts';
import type { RunResult } from '../ports.ts';
import { notesOf, type Verdict } from './run-summary.ts';
import { testsOf } from './test-lines.ts';

/** The same for programs: one JSON document on one line. */
export function runSummaryJson(
  { end, report, reportPath, eventsPath, troubles }: RunResult,
  { breaches, exit }: Verdict,
  { name, tests }: RunOptions,
): string {
  return `${JSON.stringify({
    ...(name === undefined ? {} : { name }),
    /** How the program ended. */
    end,
    /** How Eddy ends: `status`, or `signal`. */
    exit,
    failOn: breaches,
    targets: report.targets.length,
    flows: report.flows.total,
    tasks: report.tasks.total,
    findings: report.findings,
    ...(tests === true ? { tests: testsOf(report) } : {}),
    notes: notesOf(report),
    dropped: report.dropped,
    troubles: troubles.map(({ message }) => message),
    report: reportPath ?? null,
    events: eventsPath ?? null,
  })}\n`;
}
