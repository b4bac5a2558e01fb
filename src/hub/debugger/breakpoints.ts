import { type Clock, fail, isEddyError } from '../../base/index.ts';
import type { Binding, ProbeKind, ProbeLimits, ProbeView, ProbeWords } from '../../wire/protocol/index.ts';
import type { DeskLine } from './desk-line.ts';
import type { EventWaits } from './event-waits.ts';
import type { OfSession } from './held-flows.ts';
import type { SessionState } from './session-state.ts';

export interface BreakpointOptions extends OfSession, Omit<ProbeLimits, 'fromHit'> {
  /** `hold` unless told: only the flow that comes there waits. */
  readonly kind?: ProbeKind;
  readonly condition?: string;
  /** Begin at this time that the condition holds. */
  readonly hitCount?: number;
  /** Of a log: text with {expressions}. */
  readonly text?: string;
  /** Wait so long for targets that had not answered when the desk did, which is after a second; not at all unless told. */
  readonly withinMs?: number;
}

/** A breakpoint as it was observed when the targets had been asked. */
export interface SetBreakpoint {
  readonly id: string;
  readonly session: string;
  /** At least one target has it set. */
  readonly verified: boolean;
  /** Why not, where a target said so. */
  readonly reason?: string;
  readonly bindings: readonly Binding[];
  /** Targets that have not answered. */
  readonly unanswered: readonly string[];
}

export async function setBreakpoint(
  line: DeskLine,
  state: SessionState,
  place: { readonly file: string; readonly line: number },
  options: BreakpointOptions,
  maxProbesEach: number,
): Promise<SetBreakpoint> {
  checkPlace(place);
  const { session: _, withinMs: __, kind = 'hold', condition, hitCount, text, ...limits } = options;
  if ((kind === 'log') !== (text !== undefined)) {
    throw fail('bad-usage', kind === 'log' ? 'A log says what: text.' : `A ${kind} has no text.`, {
      hint: "As in { kind: 'log', text: 'total is {total}' }.",
    });
  }
  if (state.record.probes.length + state.asks.size >= maxProbesEach) {
    const { name } = state.record.spec;
    throw fail('refused', `Session ${name} has ${maxProbesEach} breakpoints already (limits.maxProbesEach).`, {
      hint: 'Remove some, or open another session.',
    });
  }
  const words: ProbeWords = {
    kind,
    place,
    ...(condition === undefined ? {} : { condition }),
    ...(text === undefined ? {} : { text }),
  };
  const ask = line.probe(state, {
    session: state.deskName,
    match: state.record.spec.match,
    probes: [words],
    limits: { ...limits, ...(hitCount === undefined ? {} : { fromHit: hitCount }) },
    own: true,
  });
  // Who closes the session waits for it, so that nothing is set behind its back.
  state.asks.add(ask);
  try {
    const { probes } = await ask;
    if (!state.isActive) throw fail('closed', `Session ${state.record.spec.name} was closed meanwhile.`);
    return breakpointOf(state, probes[0]!);
  } finally {
    state.asks.delete(ask);
  }
}

/** As it stands when each target has said its word, or that time is over. */
export async function answered(
  { waits, clock }: { readonly waits: EventWaits; readonly clock: Clock },
  state: SessionState,
  set: SetBreakpoint,
  withinMs: number,
): Promise<SetBreakpoint> {
  const until = clock.monotonic() + withinMs;
  for (;;) {
    const probe = state.record.probe(set.id);
    const now = probe === undefined ? set : breakpointOf(state, probe.view());
    const leftMs = until - clock.monotonic();
    if (now.unanswered.length === 0 || leftMs <= 0) return now;
    await waits.wait('*', state, { withinMs: leftMs }).catch((error: unknown) => {
      if (!isEddyError(error, 'deadline-passed')) throw error;
    });
  }
}

export async function removeBreakpoint(
  line: DeskLine,
  state: SessionState,
  place: { readonly file: string; readonly line: number },
): Promise<number> {
  const found = state.record.probes.filter(({ spec }) => {
    return 'line' in spec.place && spec.place.file === place.file && spec.place.line === place.line;
  });
  if (found.length === 0) {
    const { name } = state.record.spec;
    const set = state.record.probes.flatMap(({ spec }) =>
      'line' in spec.place ? [`${spec.place.file}:${spec.place.line}`] : [],
    );
    throw fail('unknown-id', `Session ${name} has no breakpoint at ${place.file}:${place.line}.`, {
      hint: set.length === 0 ? 'It has none.' : `It has: ${set.slice(0, 10).join(', ')}.`,
    });
  }
  for (const { spec } of found) {
    await line.desk.ask('unset', { what: spec.id });
    state.record.remove(spec.id);
    line.forgetProbe(spec.id);
  }
  return found.length;
}

function breakpointOf(state: SessionState, { spec, bindings, unanswered }: ProbeView): SetBreakpoint {
  const refusal = bindings.find(({ state }) => state === 'refused');
  const reason = refusal?.reason ?? bindings.find(one => one.reason !== undefined)?.reason;
  return {
    id: spec.id,
    session: state.record.spec.id,
    verified: bindings.some(one => one.state === 'bound'),
    ...(reason === undefined ? {} : { reason }),
    bindings,
    unanswered,
  };
}

function checkPlace({ file, line }: { readonly file: string; readonly line: number }): void {
  if (typeof file === 'string' && file !== '' && Number.isSafeInteger(line) && line > 0) return;
  throw fail('bad-usage', `A breakpoint is at a file and a line, not at ${String(file)}:${String(line)}.`, {
    hint: 'Lines count from 1.',
  });
}
