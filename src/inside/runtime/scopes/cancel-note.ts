import type { Site } from '../../../wire/protocol/index.ts';
import { toldText } from '../capture/index.ts';
import { type Flow, runtime, Trace } from '../core/index.ts';

/** `earlier-signal`: it had been aborted before the scope was entered, by whom is not known. */
export type CancelSource = 'call' | 'deadline' | 'signal' | 'earlier-signal' | 'abandoned';

/** Who cancelled, when and why. The flow is kept as text: a note must not keep it alive. */
export interface CancelNote {
  readonly source: CancelSource;
  /** As given by the caller, or the signal's reason; undefined when none was given. */
  readonly reason: unknown;
  readonly flow: string;
  readonly flowName: string;
  /** Epoch ms. */
  readonly at: number;
  /** Monotonic ms. */
  readonly sinceMs: number;
  /** Where the cancel was asked for; absent for a deadline and an earlier signal. */
  readonly trace: Trace | undefined;
}

export interface CancelledBy {
  readonly source: CancelSource;
  readonly reason: unknown;
  /** Id and name of the flow that cancelled; of a deadline or an earlier signal, of the scope's host. */
  readonly flow: string;
  readonly flowName: string;
  /** Absent for a deadline and an earlier signal. */
  readonly site: Site | undefined;
  /** Epoch ms. */
  readonly at: number;
  /** Names of the scopes from the cancelled one inwards to the one that was asked. */
  readonly path: readonly string[];
}

export function noteOf(source: CancelSource, reason: unknown, flow: Flow = runtime().flow()): CancelNote {
  const rt = runtime();
  return {
    source,
    reason,
    flow: flow.id,
    flowName: flow.name,
    at: rt.clock.now(),
    sinceMs: rt.worked(),
    trace: source === 'deadline' || source === 'earlier-signal' ? undefined : new Trace(),
  };
}

/** "by flow "checkout": user left" */
export function describeNote(note: CancelNote): string {
  const reason = reasonText(note.reason);
  const why = reason === undefined ? undefined : toldText(reason);
  const because = why === undefined ? '' : `: ${why}`;
  if (note.source === 'deadline') return `by its deadline${because}`;
  if (note.source === 'earlier-signal') return `by a signal that was aborted before${because}`;
  const by = `by flow "${note.flowName}" (${note.flow})`;
  if (note.source === 'signal') return `by a signal, aborted ${by}${because}`;
  return `${by}${because}`;
}

function reasonText(reason: unknown): string | undefined {
  if (reason === undefined) return undefined;
  if (typeof reason === 'string') return reason;
  if (reason instanceof Error) return reason.message;
  return typeof reason === 'object' || typeof reason === 'function' ? undefined : String(reason);
}

export function cancelledBy(note: CancelNote, path: readonly string[]): CancelledBy {
  const { source, reason, flow, flowName, at } = note;
  return { source, reason, flow, flowName, site: note.trace?.site({ id: flow }), at, path };
}
