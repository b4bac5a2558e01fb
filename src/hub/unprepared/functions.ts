import type { SuspendedFunction, SuspendedLine } from '../../wire/protocol/index.ts';
import type { Look } from './looker.ts';
import { type Places, whoseIs } from './places.ts';
import type { FoundSuspended, Suspended } from './suspended.ts';

/** Calls of one function that stand, and what was seen of them. */
export interface FunctionCalls {
  readonly first: Suspended;
  readonly calls: readonly Suspended[];
  /** In the order of looking: one of each shape, the commonest first, then the next ones. */
  readonly order: readonly Suspended[];
  readonly looks: { readonly call: Suspended; readonly look: Look }[];
}

/** Application before packages before Node's own, what waits before what is idle, the most first. */
export function groupCalls({ all }: FoundSuspended, places: Places): FunctionCalls[] {
  const groups = new Map<string, Suspended[]>();
  for (const call of all) {
    const { script, line, column } = call.place;
    const key = [script, line, column, call.kind, call.isIdle].join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [call]);
    else group.push(call);
  }
  const rank = ({ first }: FunctionCalls) =>
    ['application', 'package', 'node'].indexOf(whoseIs(places.placeOf(first.place).file)) * 2 + Number(first.isIdle);
  return [...groups.values()]
    .map(calls => ({ first: calls[0] as Suspended, calls, order: orderOf(calls), looks: [] }))
    .map(group => ({ group, rank: rank(group) }))
    .sort((a, b) => a.rank - b.rank || b.group.calls.length - a.group.calls.length)
    .map(({ group }) => group);
}

const maxOrdered = 1_000;

function orderOf(calls: readonly Suspended[]): Suspended[] {
  const shapes = [...shapesOf(calls).values()].sort((a, b) => b.length - a.length);
  const out: Suspended[] = [];
  for (let round = 0; out.length < Math.min(calls.length, maxOrdered); round++)
    for (const shape of shapes) {
      const call = shape[round];
      if (call !== undefined) out.push(call);
    }
  return out;
}

function shapesOf(calls: readonly Suspended[]): Map<string, Suspended[]> {
  const shapes = new Map<string, Suspended[]>();
  for (const call of calls) {
    const shape = shapes.get(call.shape);
    if (shape === undefined) shapes.set(call.shape, [call]);
    else shape.push(call);
  }
  return shapes;
}

/** Those of which every call has gone are left out: a module's own code stays in memory when it is through. */
export function describe(all: readonly FunctionCalls[], found: FoundSuspended, places: Places): SuspendedFunction[] {
  const groups = all.filter(group => countOf(group) > 0);
  const groupOf = new Map<number, number>();
  for (const [at, { calls }] of groups.entries()) for (const { node } of calls) groupOf.set(node, at);
  return groups.map(group => {
    const { first, calls, looks } = group;
    const place = places.placeOf(first.place);
    return {
      name: first.name,
      kind: first.kind,
      idle: first.isIdle,
      whose: whoseIs(place.file),
      place,
      count: countOf(group),
      looked: looks.filter(({ look }) => look.how === 'seen').length,
      lines: linesOf(group, places),
      awaitedBy: awaitedBy(calls, found, groupOf),
    };
  });
}

function countOf({ calls, looks }: FunctionCalls): number {
  return calls.length - looks.filter(({ look }) => look.how === 'gone').length;
}

function awaitedBy(
  calls: readonly Suspended[],
  found: FoundSuspended,
  groupOf: ReadonlyMap<number, number>,
): SuspendedFunction['awaitedBy'] {
  const counts = new Map<number, number>();
  for (const { node } of calls)
    for (const waits of found.awaitedBy.get(node) ?? []) {
      const group = groupOf.get(waits);
      if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1);
    }
  return [...counts].map(([fn, count]) => ({ function: fn, count })).sort((a, b) => b.count - a.count);
}

/** A shape's calls are shared out over the lines at which those of it stand that were looked at. */
function linesOf({ calls, looks }: FunctionCalls, places: Places): SuspendedLine[] {
  const lines = new Map<
    string,
    {
      place: SuspendedLine['place'];
      looked: number;
      count: number;
      samples: { locals: Readonly<Record<string, unknown>> }[];
    }
  >();
  for (const [shape, alike] of shapesOf(calls)) {
    const seen = looks.flatMap(({ call, look }) => (call.shape === shape && look.how === 'seen' ? [look] : []));
    const gone = looks.filter(({ call, look }) => call.shape === shape && look.how === 'gone').length;
    for (const { at, locals } of seen) {
      const place = places.placeOf(at);
      const key = `${place.file}:${place.line}:${place.column}`;
      const line = lines.get(key) ?? { place, looked: 0, count: 0, samples: [] };
      lines.set(key, line);
      line.looked++;
      line.count += (alike.length - gone) / seen.length;
      line.samples.push({ locals });
    }
  }
  return [...lines.values()]
    .map(line => ({ ...line, count: Math.round(line.count) }))
    .sort((a, b) => b.count - a.count);
}
