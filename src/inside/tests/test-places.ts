import type { TestPlace } from '../../wire/protocol/index.ts';
import { type Activation, type Activations, held } from '../runtime/activations/index.ts';
import { captureLocals } from '../runtime/capture/index.ts';
import type { Flow } from '../runtime/inside.ts';
import { type GateVisit, lineOf, type Probes, readableOf, type Trail } from '../runtime/probes/index.ts';

const mostPlaces = 5;
const mostCallers = 8;

type Line = Omit<TestPlace, 'callers'>;

/** Where the functions of a test are: those that none of its own waits for, the longest waiting first. */
export function waitingPlaces(activations: Activations, probes: Probes, flow: Flow, trail: Trail): TestPlace[] {
  const nowMs = performance.now();
  const own: Activation[] = [];
  for (const one of activations.live()) if (probes.trails.of(activations.flowOf(one)) === trail) own.push(one);
  const callers = new Set(own.map(one => one.caller));
  const line = (one: Activation): Line => {
    const { state, forMs, function: name, file, ...at } = lineOf(one, activations.current, nowMs);
    const visit = trail.lastOf(one);
    // Of one that runs no more is known than the statement that it came to last.
    const isSeen = visit !== undefined && visit.place.line > 0 && (at.line === 0 || state === 'running');
    const where = one.at === held ? (probes.placeOf(one) ?? at) : isSeen ? visit.place : at;
    const of = activations.flowOf(one);
    return {
      function: name,
      file,
      line: where.line,
      column: where.column,
      state,
      ...(forMs === undefined ? {} : { forMs }),
      ...(of === flow ? {} : { flow: { id: of.id, name: of.name } }),
      ...localsOf(visit),
    };
  };
  return own
    .filter(one => !callers.has(one) && one.module.file !== '')
    .sort((a, b) => a.sinceMs - b.sinceMs)
    .slice(0, mostPlaces)
    .map(leaf => withCallers(line(leaf), callersOf(leaf).map(line)));
}

/** Where the functions of a test were seen last, the last one first, each with what it had there. */
export function lastPlaces(flow: Flow, trail: Trail): TestPlace[] {
  // What a compiler added belongs to no line.
  const seen = trail.recent.filter(({ place }) => place.line > 0);
  return seen.slice(0, mostPlaces).map(visit => ({
    ...visit.place,
    state: visit.activation === null || visit.activation.ended ? 'ended' : 'waiting',
    ...(visit.flow === flow ? {} : { flow: { id: visit.flow.id, name: visit.flow.name } }),
    ...localsOf(visit),
  }));
}

function callersOf(leaf: Activation): Activation[] {
  const all: Activation[] = [];
  for (let at = leaf.caller; at !== null && all.length < mostCallers; at = at.caller) if (!at.ended) all.push(at);
  return all;
}

function withCallers(leaf: Line, callers: readonly Line[]): TestPlace {
  return callers.length === 0 ? leaf : { ...leaf, callers };
}

/** Names of the function itself: those of functions and modules round it say little about a test, and can be many. */
function localsOf(visit: GateVisit | undefined): Pick<TestPlace, 'locals' | 'localsLine'> {
  if (visit === undefined) return {};
  const { names, values } = readableOf(visit);
  const own = new Set(visit.locals.filter(one => one.own).map(({ name }) => name));
  const kept = names.map((name, at) => ({ name, value: values[at] })).filter(({ name }) => own.has(name));
  return {
    locals: captureLocals(
      kept.map(({ name }) => name),
      kept.map(({ value }) => value),
    ),
    localsLine: visit.place.line,
  };
}
