import { sayDuration } from '../../../wire/protocol/index.ts';
import { oneLine, place } from '../words/index.ts';
import type { Column } from './columns.ts';
import { byMost, byText } from './compare.ts';
import type { LockRow, LockUser } from './rows.ts';

export const lockColumns: readonly Column<LockRow>[] = [
  {
    key: 'waiting',
    title: 'WAITING',
    side: 'right',
    width: 8,
    cell: ({ waiting }) => String(waiting),
    compare: (a, b) => b.waiting - a.waiting || b.held - a.held,
    tone: ({ waiting }) => (waiting > 0 ? 'warning' : undefined),
  },
  {
    key: 'lock',
    title: 'LOCK',
    width: 12,
    grows: 1,
    cell: row => row.name,
    compare: byText(row => row.name),
  },
  {
    key: 'type',
    title: 'KIND',
    width: 9,
    spare: 1,
    cell: ({ kind }) => kind,
    compare: byText(row => row.kind),
  },
  {
    key: 'held',
    title: 'HELD',
    side: 'right',
    width: 5,
    cell: row => String(row.held),
    compare: byMost(row => row.held),
  },
  {
    key: 'longest',
    title: 'LONGEST WAIT',
    side: 'right',
    width: 12,
    spare: 2,
    cell: ({ longestWaitMs }) => sayDuration(longestWaitMs),
    compare: byMost(({ longestWaitMs }) => longestWaitMs),
  },
  {
    key: 'owner',
    title: 'OWNER',
    width: 20,
    grows: 1,
    cell: ({ holders }, cwd) => users(holders, cwd),
    compare: byText(({ holders }) => holders[0]?.flowName ?? '~'),
  },
  {
    key: 'waiters',
    title: 'WHO WAITS',
    width: 16,
    grows: 1,
    spare: 3,
    cell: ({ waiters }) => waiters.map(({ flowName }) => flowName).join(', ') || '-',
    compare: byMost(({ waiters }) => waiters[0]?.forMs),
  },
];

function users(all: readonly LockUser[], cwd: string): string {
  return all.map(one => userText(one, cwd)).join(', ') || '-';
}

export function userText({ flow, flowName, forMs, at }: LockUser, cwd: string): string {
  const where = at === undefined ? '' : ` at ${place({ ...at, function: '' }, cwd)}`;
  return oneLine(`${flowName} (${flow}) for ${sayDuration(forMs)}${where}`);
}
