import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import type { FindingGroup } from '../model/index.ts';
import { type Item, type ItemPlace, placeOf } from '../reports/index.ts';
import type { Belongings } from './belongings.ts';

/** A cancellation that came to this flow, or that it asked for. */
export interface Cancellation {
  readonly key: string;
  readonly at: number | undefined;
  /** What was cancelled, and why, in words. */
  readonly text: string;
  /** Of the flow that asked. */
  readonly by: string | undefined;
  readonly byName: string | undefined;
  /** Where it was asked. */
  readonly place: ItemPlace | undefined;
  /** Key of the finding that tells of it. */
  readonly finding: string | undefined;
}

interface CancelSources {
  readonly belongings: Pick<Belongings, 'task' | 'scopes'>;
  readonly findings: readonly FindingGroup[];
  readonly events: readonly EddyEvent[];
}

/** Who cancelled this flow, or a scope of it. Each scope is told once, by what says most. */
export function cancellationsOf(id: string, { belongings, findings, events }: CancelSources): Cancellation[] {
  const listed = new Set(belongings.scopes.map(scope => String(scope.id)));
  const own = [
    ...(belongings.task === undefined ? [] : ofTask(belongings.task)),
    ...belongings.scopes.flatMap(ofScope),
    ...events
      .filter(({ kind, flow, data }) => kind === 'scope-cancelled' && flow === id && !listed.has(String(data.id)))
      .map(ofEvent),
  ];
  const told = findings.flatMap(group => ofFinding(group, id));
  // A finding tells of one that is listed: it knows where it was asked.
  const sameOf = ({ by }: Cancellation) => (by === undefined ? undefined : told.find(one => one.by === by));
  const merged = own.map(one => {
    const same = sameOf(one);
    return same === undefined ? one : { ...one, place: one.place ?? same.place, finding: same.finding };
  });
  const mergedKeys = new Set(merged.map(({ finding }) => finding));
  return [...merged, ...told.filter(({ finding }) => !mergedKeys.has(finding))];
}

function ofTask({ id, cancel }: Item): Cancellation[] {
  if (typeof cancel !== 'object' || cancel === null) return [];
  const { by, reason, at, site } = cancel as Item;
  const who = typeof by === 'object' && by !== null ? (by as Item) : {};
  return [
    {
      key: `task ${id}`,
      at: typeof at === 'number' ? at : undefined,
      text: `its task was cancelled${word(reason) === '' ? '' : `: ${word(reason)}`}`,
      by: word(who.id) === '' ? undefined : word(who.id),
      byName: word(who.name) === '' ? undefined : word(who.name),
      place: placeOf(site),
      finding: undefined,
    },
  ];
}

function ofScope(scope: Item): Cancellation[] {
  if (scope.cancelCalled !== true) return [];
  const why = word(scope.cancelled);
  return [
    {
      key: `scope ${scope.id}`,
      at: typeof scope.cancelledAt === 'number' ? scope.cancelledAt : undefined,
      text: `scope “${word(scope.name)}” was cancelled ${why}`.trim(),
      by: flowIn(why),
      byName: undefined,
      place: undefined,
      finding: undefined,
    },
  ];
}

function ofEvent({ seq, target, at, data }: EddyEvent): Cancellation {
  const by = word(data.by);
  return {
    key: `event ${target} ${seq}`,
    at,
    text: `scope “${word(data.name)}” was cancelled ${word(data.why)}`.trim(),
    by: by === '' ? undefined : by,
    byName: undefined,
    place: undefined,
    finding: undefined,
  };
}

function ofFinding({ key, finding }: FindingGroup, id: string): Cancellation[] {
  const { cancelled } = finding.sites;
  if (cancelled === undefined || !finding.flows.some(flow => flow.id === id) || cancelled.flow === id) return [];
  return [
    {
      key,
      at: finding.firstAt,
      text: finding.message,
      by: cancelled.flow,
      byName: finding.flows.find(flow => flow.id === cancelled.flow)?.name,
      place: placeOf(cancelled),
      finding: key,
    },
  ];
}

/** `by flow "checkout" (k2m.7): user left` */
function flowIn(why: string): string | undefined {
  return /by flow ".*" \(([0-9a-z]+\.\d+)\)/.exec(why)?.[1];
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
