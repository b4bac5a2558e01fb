import { sayDuration } from '../../../wire/protocol/index.ts';
import { type FlowRow, place } from '../words/index.ts';
import type { Column } from './columns.ts';
import { byId, byMost, byText } from './compare.ts';

const stateRank: Readonly<Record<FlowRow['state'], number>> = { held: 0, running: 1, waiting: 2, idle: 3, unknown: 4 };
const byAge = byMost<FlowRow>(({ ageMs }) => ageMs);

/** Keys are those of `eddy ps`. */
export const flowColumns: readonly Column<FlowRow>[] = [
  { key: 'id', title: 'FLOW', width: 14, spare: 5, cell: ({ id }) => id, compare: byId },
  {
    key: 'state',
    title: 'STATE',
    width: 7,
    cell: ({ state }) => state,
    compare: (a, b) => stateRank[a.state] - stateRank[b.state] || byAge(a, b),
    tone: ({ state }) => (state === 'held' ? 'warning' : state === 'running' ? 'note' : undefined),
  },
  {
    key: 'wait',
    title: 'FOR',
    side: 'right',
    width: 11,
    spare: 4,
    cell: ({ at }) => (at?.forMs === undefined ? '-' : sayDuration(at.forMs)),
    compare: byMost(({ at }) => at?.forMs),
  },
  {
    key: 'age',
    title: 'AGE',
    side: 'right',
    width: 11,
    spare: 3,
    cell: ({ ageMs }) => sayDuration(ageMs),
    compare: byAge,
  },
  {
    key: 'name',
    title: 'NAME',
    width: 12,
    grows: 1,
    cell: ({ name }) => name,
    compare: byText(({ name }) => name),
  },
  {
    key: 'kind',
    title: 'KIND',
    width: 8,
    spare: 0,
    cell: ({ kind }) => kind,
    compare: byText(({ kind }) => kind),
  },
  {
    key: 'at',
    title: 'WHERE',
    width: 24,
    grows: 3,
    cuts: 'start',
    cell: whereOf,
    compare: byText(({ at }) => (at === undefined ? '~' : `${at.file}:${at.line}`)),
  },
  {
    key: 'holds',
    title: 'HAS',
    hides: true,
    width: 14,
    spare: 2,
    cell: ({ holds }) => holds.join(', '),
    compare: byMost(({ holds }) => holds.length),
  },
  {
    key: 'session',
    title: 'SESSION',
    hides: true,
    width: 10,
    spare: 1,
    cell: ({ sessions }) => sessions.join(', '),
    compare: byMost(({ sessions }) => sessions.length),
  },
];

function whereOf({ at, beside }: FlowRow, cwd: string): string {
  if (at === undefined) return '-';
  return `${place(at, cwd)}${beside === 0 ? '' : ` (and ${beside} beside)`}`;
}
