import type { FlowBook } from '../model/index.ts';

/** Flows of one name that ended. */
export interface Operation {
  /** Kind and name. */
  readonly key: string;
  /** With `#` where there were numbers. */
  readonly name: string;
  readonly kind: string;
  readonly count: number;
  /** Of those that ended with no error and were not cancelled. */
  readonly successPercent: number;
  readonly failed: number;
  /** Cancelled, or closed by whoever asked. */
  readonly cancelled: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
  /** Id of the one that took longest. */
  readonly slowest: string;
}

export interface Operations {
  readonly rows: readonly Operation[];
  /** Flows that were counted. */
  readonly count: number;
  /** Not all that ended in this time were looked at: only the newest. */
  readonly isCut: boolean;
}

interface Gathered {
  readonly name: string;
  readonly kind: string;
  readonly durations: number[];
  failed: number;
  cancelled: number;
  max: number;
  slowest: number;
}

/** More are not looked at each time. */
export const maxFlows = 30_000;

/** Flows that ended since then, by name. Those whose end nobody saw are left out: how long they took is not known. */
export function operationsOf(flows: FlowBook, since: number, isShown: (target: string) => boolean): Operations {
  const groups = new Map<string, Gathered>();
  const keys = new Map<number, string>();
  const shown = new Map<number, boolean>();
  const { columns } = flows;
  let count = 0;
  const { endings } = flows;
  let place = endings.count - 1;
  for (; place >= flows.firstEnding && count < maxFlows; place--) {
    const at = endings.at(place);
    const end = columns.ends[at]!;
    if (Number.isNaN(end) || end < since) continue;
    const target = columns.targets[at]!;
    if (!shown.has(target)) shown.set(target, isShown(flows.targetNames.at(target)));
    const outcome = flows.outcomeOf(at);
    if (shown.get(target) === false || outcome === 'gone' || outcome === 'unseen') continue;
    count++;
    const group = groupOf(at);
    const duration = end - columns.starts[at]!;
    group.durations.push(duration);
    if (outcome === 'failed') group.failed++;
    else if (outcome !== 'done' && outcome !== '') group.cancelled++;
    if (duration > group.max) {
      group.max = duration;
      group.slowest = at;
    }
  }
  return {
    rows: [...groups].map(([key, group]) => summary(flows, key, group)),
    count,
    isCut: place >= flows.firstEnding && count >= maxFlows,
  };

  function groupOf(number: number): Gathered {
    const both = columns.names[number]! * 1024 + columns.kinds[number]!;
    let key = keys.get(both);
    if (key === undefined) {
      key = `${flows.kindOf(number)} ${withoutNumbers(flows.nameOf(number))}`;
      keys.set(both, key);
    }
    let group = groups.get(key);
    if (group === undefined) {
      const [name, kind] = [withoutNumbers(flows.nameOf(number)), flows.kindOf(number)];
      group = { name, kind, durations: [], failed: 0, cancelled: 0, max: -1, slowest: number };
      groups.set(key, group);
    }
    return group;
  }
}

/** `print page 12` and `print page 13` are one operation. Letters that a number is part of stay apart, as in `utf8`. */
export function withoutNumbers(name: string): string {
  return name.replace(/(?<![\p{L}\d])\d+(?:\.\d+)?(?![\p{L}\d])/gu, '#');
}

function summary(flows: FlowBook, key: string, group: Gathered): Operation {
  const { name, kind, failed, cancelled, max, slowest } = group;
  const sorted = Float64Array.from(group.durations).sort();
  const count = sorted.length;
  return {
    ...{ key, name, kind, count, failed, cancelled, max },
    successPercent: (100 * (count - failed - cancelled)) / count,
    p50: percentile(sorted, 50),
    p95: percentile(sorted, 95),
    slowest: flows.idOf(slowest),
  };
}

/** The value that so many percent are not above: one of them, none that nobody measured. */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  if (sorted.length === 0) return Number.NaN;
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)]!;
}
