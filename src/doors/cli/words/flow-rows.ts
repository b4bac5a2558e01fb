import type { ActivationLine, FlowActivity, Listing, TargetFlows } from '../../../wire/protocol/index.ts';
import { place } from './place.ts';

/** One flow as `eddy ps` shows it; the same from a target that answers and from what one said before. */
export interface FlowRow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  /** `unknown`: its thread does not answer now. */
  readonly state: FlowActivity['state'] | 'unknown';
  readonly target: string;
  readonly ageMs: number;
  /** Where it waits or runs; absent where nothing of it has gates. */
  readonly at?: ActivationLine;
  /** Others of its functions that wait beside. */
  readonly beside: number;
  readonly holds: readonly string[];
  readonly sessions: readonly string[];
}

export function flowRows({ target, activity, last }: TargetFlows, nowMs: number): FlowRow[] {
  if (activity !== undefined) return activity.flows.map(flow => ofFlow(flow, target, nowMs));
  return liveItems(last?.sections.flows).map(item => ({
    id: String(item.id),
    name: String(item.name),
    kind: String(item.kind),
    state: 'unknown',
    target,
    ageMs: typeof item.started === 'number' ? nowMs - item.started : 0,
    beside: 0,
    holds: [],
    sessions: [],
  }));
}

function ofFlow(flow: FlowActivity, target: string, nowMs: number): FlowRow {
  const callers = new Set(flow.activations.map(({ caller }) => caller));
  const leaves = flow.activations.filter(({ id }) => !callers.has(id));
  const at = leaves.find(({ state }) => state === flow.state) ?? leaves[0];
  const { id, name, kind, state, holds, sessions } = flow;
  const beside = Math.max(0, leaves.length - 1);
  const row = { id, name, kind, state, target, ageMs: nowMs - flow.startedAt, beside, holds, sessions };
  return at === undefined ? row : { ...row, at };
}

/** A listing names its live items first. */
function liveItems(listing: Listing | undefined): readonly Record<string, unknown>[] {
  return listing?.items.slice(0, listing.live) ?? [];
}

export const sortKeys = ['age', 'name', 'state', 'wait', 'id'] as const;
export type SortKey = (typeof sortKeys)[number];

const stateRank: Readonly<Record<FlowRow['state'], number>> = { held: 0, running: 1, waiting: 2, idle: 3, unknown: 4 };

/** Oldest, longest waiting, held first. */
export function sortRows(rows: readonly FlowRow[], key: SortKey): FlowRow[] {
  const compare: Record<SortKey, (a: FlowRow, b: FlowRow) => number> = {
    age: (a, b) => b.ageMs - a.ageMs,
    name: (a, b) => a.name.localeCompare(b.name),
    state: (a, b) => stateRank[a.state] - stateRank[b.state] || b.ageMs - a.ageMs,
    wait: (a, b) => (b.at?.forMs ?? -1) - (a.at?.forMs ?? -1),
    id: (a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }),
  };
  return [...rows].sort(compare[key]);
}

export const filterKeys = ['id', 'name', 'kind', 'state', 'at', 'holds', 'session', 'target'] as const;

export interface FlowFilter {
  /** The column; undefined: any. */
  readonly key: string | undefined;
  readonly text: string;
}

/** `[KEY=]TEXT` */
export function readFlowFilter(words: string): FlowFilter {
  const equals = words.indexOf('=');
  const key = words.slice(0, Math.max(0, equals));
  if (!(filterKeys as readonly string[]).includes(key)) return { key: undefined, text: words };
  return { key, text: words.slice(equals + 1) };
}

/** Whether a row has the text, in any column or in the one that is named. */
export function rowHas(row: FlowRow, { key, text }: FlowFilter, cwd: string): boolean {
  const wanted = text.toLowerCase();
  const has = (column: string) => cellsOf(row, column, cwd).some(cell => cell.toLowerCase().includes(wanted));
  return key === undefined ? columnsByCost.some(has) : has(key);
}

/** A place is dear to say: it is looked at where nothing else has the text. */
const columnsByCost = [...filterKeys.filter(key => key !== 'at'), 'at'];

function cellsOf(row: FlowRow, column: string, cwd: string): readonly string[] {
  switch (column) {
    case 'at':
      return row.at === undefined ? [] : [place(row.at, cwd)];
    case 'holds':
      return row.holds;
    case 'session':
      return row.sessions;
    default:
      return [row[column as 'id' | 'name' | 'kind' | 'state' | 'target']];
  }
}
