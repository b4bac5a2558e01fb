import { type Clock, isEddyError } from '../../base/index.ts';
import type { FlowActivity, Hold, Resumed } from '../../wire/protocol/index.ts';
import type { DebugDesk } from './debug-desk.ts';
import type { DeskLine } from './desk-line.ts';
import type { EventWaits } from './event-waits.ts';
import type { HeldFlows } from './held-flows.ts';
import type { SessionState } from './session-state.ts';

/** Lines on each side of where a function waits in which its next statement is looked for. */
const reach = 30;
/** Places that one pause takes, the nearest first. */
const mostPlaces = 60;

export interface Paused {
  /** Flows that came to a statement and are held there, until `continueExecution`. */
  readonly holds: readonly Hold[];
  /** Flows of the session that have come to none yet: each is held when it does. */
  readonly awaited: readonly string[];
}

interface Place {
  readonly file: string;
  readonly line: number;
}

/** What a pause is done with. */
export interface PauseWork {
  readonly line: DeskLine;
  readonly held: HeldFlows;
  readonly waits: EventWaits;
  readonly clock: Clock;
}

/** Each flow of the session is held at the statement that it comes to next. Tells what was held within that time. */
export async function pause(work: PauseWork, state: SessionState, withinMs: number): Promise<Paused> {
  const { line, held, waits, clock } = work;
  const until = clock.monotonic() + withinMs;
  const places = await placesOf(line.desk, await flowsOf(line.desk, state));
  if (places.length > 0) state.pauses.push(...(await setPauses(line, state, places)));
  for (;;) {
    const holds = await held.of(state);
    const flows = (await flowsOf(line.desk, state)).map(({ id }) => id);
    const awaited = flows.filter(id => !holds.some(({ flow }) => flow === id));
    const leftMs = until - clock.monotonic();
    if (places.length === 0 || awaited.length === 0 || leftMs <= 0) return { holds, awaited };
    await waits.wait('held', state, { withinMs: leftMs }).catch((error: unknown) => {
      if (!isEddyError(error, 'deadline-passed')) throw error;
    });
  }
}

/** Ends the session's pause and lets all go on that it holds. */
export async function resumeAll(
  held: HeldFlows,
  line: DeskLine,
  state: SessionState,
  options: { readonly force?: boolean },
): Promise<readonly Resumed[]> {
  const paused = (await held.of(state)).filter(({ probe }) => state.pauses.includes(probe));
  await endPauses(line, state);
  const resumed = await held.resume(state, options);
  const isTold = ({ id }: Hold) => resumed.some(({ hold }) => hold === id);
  const went = paused.filter(hold => !isTold(hold));
  return [...went.map(({ id: hold, target }) => ({ hold, target, resumed: true, conflicts: [] })), ...resumed];
}

/** What pauses held goes on with them. */
async function endPauses(line: DeskLine, state: SessionState): Promise<void> {
  const all = state.pauses.splice(0);
  await Promise.all(all.map(what => line.desk.ask('unset', { what })));
  for (const id of all) {
    state.record.remove(id);
    line.forgetProbe(id);
  }
}

/** All at once, as one change of the plan. Gives their ids. */
async function setPauses(line: DeskLine, state: SessionState, places: readonly Place[]): Promise<string[]> {
  const probes = places.map(place => ({ kind: 'hold', place }) as const);
  const { match } = state.record.spec;
  const asked = line.probe(state, { session: state.deskName, match, probes, limits: {}, own: true });
  state.asks.add(asked);
  try {
    return (await asked).probes.map(({ spec }) => spec.id);
  } finally {
    state.asks.delete(asked);
  }
}

/** Flows that wait in code of theirs. A session that the desk does not know yet has them among all. */
async function flowsOf(desk: DebugDesk, state: SessionState): Promise<FlowActivity[]> {
  const { targets } = await desk.ask('flows', {});
  const all = targets.flatMap(({ activity }) => activity?.flows ?? []);
  const { deskId, record } = state;
  const isAny = deskId === undefined || record.spec.match.length === 0;
  return all.filter(({ sessions, activations }) => activations.length > 0 && (isAny || sessions.includes(deskId)));
}

/**
 * Where flows can come next. One is held at a statement, not inside of one: each function that waits gets breakpoints at
 * the statements round the line that it awaits, so that a loop and a caller are met, too.
 */
async function placesOf(desk: DebugDesk, flows: readonly FlowActivity[]): Promise<Place[]> {
  const spots = new Map<string, Place & { readonly function: string }>();
  for (const { activations } of flows) {
    for (const one of activations) spots.set(`${one.file}:${one.line}:${one.function}`, one);
  }
  const near = await Promise.all([...spots.values()].map(spot => placesNear(desk, spot)));
  const places = new Map<string, Place>();
  for (const { file, line } of near.flat().sort((a, b) => a.distance - b.distance)) {
    if (places.size < mostPlaces) places.set(`${file}:${line}`, { file, line });
  }
  return [...places.values()];
}

async function placesNear(desk: DebugDesk, spot: Place & { readonly function: string }) {
  const from = Math.max(1, spot.line - reach);
  const lines = Array.from({ length: spot.line + reach - from + 1 }, (_, at) => from + at);
  const found = await Promise.all(
    lines.map(async line => {
      const { targets } = await desk.ask('explain', { file: spot.file, line });
      const places = targets.flatMap(({ explanation }) => explanation?.places ?? []);
      return places.some(place => place.function === spot.function && place.line === line) ? [line] : [];
    }),
  );
  return found.flat().map(line => ({ file: spot.file, line, distance: Math.abs(line - spot.line) }));
}
