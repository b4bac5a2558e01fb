import { sayBytes, sayMs, sayPercent } from './amounts.ts';
import type { Column } from './columns.ts';
import { byMost, byText } from './compare.ts';
import type { TargetRow } from './rows.ts';

export const targetColumns: readonly Column<TargetRow>[] = [
  {
    key: 'process',
    title: 'PROCESS',
    width: 20,
    grows: 1,
    cell: ({ title }) => title,
    compare: byText(({ info }) => `${info.pid} ${info.thread}`),
  },
  {
    key: 'cpu',
    title: 'CPU',
    side: 'right',
    width: 7,
    cell: ({ figures }) => sayPercent(figures?.cpuPercent),
    compare: byMost(({ figures }) => figures?.cpuPercent),
  },
  {
    key: 'memory',
    title: 'MEMORY',
    side: 'right',
    width: 9,
    cell: ({ figures }) => sayBytes(figures?.rssBytes),
    compare: byMost(({ figures }) => figures?.rssBytes),
  },
  {
    key: 'heap',
    title: 'HEAP',
    side: 'right',
    width: 9,
    spare: 1,
    cell: ({ figures }) => sayBytes(figures?.heapUsedBytes),
    compare: byMost(({ figures }) => figures?.heapUsedBytes),
  },
  {
    key: 'loop',
    title: 'LOOP BUSY',
    side: 'right',
    width: 9,
    cell: ({ figures }) => sayPercent(figures?.loopPercent),
    compare: byMost(({ figures }) => figures?.loopPercent),
  },
  {
    key: 'late',
    title: 'LATE',
    side: 'right',
    width: 8,
    cell: ({ figures }) => sayMs(figures?.lateMs),
    compare: byMost(({ figures }) => figures?.lateMs),
  },
  {
    key: 'worst',
    title: 'WORST',
    side: 'right',
    width: 8,
    spare: 2,
    cell: ({ figures }) => sayMs(figures?.worstLateMs),
    compare: byMost(({ figures }) => figures?.worstLateMs),
  },
  {
    key: 'flows',
    title: 'FLOWS',
    side: 'right',
    width: 7,
    cell: ({ flowCount }) => String(flowCount),
    compare: byMost(({ flowCount }) => flowCount),
  },
  {
    key: 'answer',
    title: 'ANSWERS',
    width: 8,
    spare: 0,
    cell: ({ silent }) => (silent === undefined ? 'yes' : 'no'),
    compare: byMost(({ silent }) => (silent === undefined ? 0 : 1)),
    tone: ({ silent }) => (silent === undefined ? undefined : 'error'),
  },
];
