import { severityRank } from '../../../wire/protocol/index.ts';
import { place } from '../words/index.ts';
import type { Column } from './columns.ts';
import { byMost, byText } from './compare.ts';
import type { FindingRow } from './rows.ts';

const bySeverity = (a: FindingRow, b: FindingRow) =>
  severityRank[a.severity] - severityRank[b.severity] || a.firstAt - b.firstAt;

export const findingColumns: readonly Column<FindingRow>[] = [
  {
    key: 'severity',
    title: 'SEVERITY',
    width: 9,
    cell: ({ severity }) => severity,
    compare: bySeverity,
    tone: ({ severity }) => severity,
  },
  {
    key: 'finding',
    title: 'FINDING',
    width: 22,
    cell: ({ finding }) => finding.kind,
    compare: byText(({ finding }) => finding.kind),
  },
  {
    key: 'count',
    title: 'TIMES',
    side: 'right',
    width: 6,
    cell: row => String(row.count),
    compare: byMost(row => row.count),
  },
  {
    key: 'last',
    title: 'LAST AT',
    width: 8,
    spare: 1,
    cell: ({ lastAt }) => clockTime(lastAt),
    compare: byMost(({ lastAt }) => lastAt),
  },
  {
    key: 'place',
    title: 'PLACE',
    width: 18,
    grows: 1,
    cuts: 'start',
    cell: placeOf,
    compare: byText(row => placeOf(row, '')),
  },
  {
    key: 'message',
    title: 'WHAT',
    width: 24,
    grows: 1,
    spare: 2,
    cell: ({ finding }) => finding.message,
    compare: byText(({ finding }) => finding.message),
  },
];

/** Of this day, as the clock on the wall says it. */
export function clockTime(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}

function placeOf({ finding }: FindingRow, cwd: string): string {
  const site = Object.values(finding.sites)[0];
  return site === undefined ? '-' : place(site, cwd);
}
