import type { Matcher, ProbeView, SessionStatistics } from '../../wire/protocol/index.ts';
import type { DebugEvent, SessionEnd } from './debug-event.ts';
import type { SessionState } from './session-state.ts';

export interface SessionInfo {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  /** Epoch ms. */
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly end?: SessionEnd;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly match: readonly Matcher[];
  readonly probes: readonly ProbeView[];
  readonly statistics: SessionStatistics;
  readonly eventCount: number;
}

/** A debug session, as who opened it has it. */
export class DebugSession {
  readonly #state: SessionState;
  readonly #release: () => Promise<void>;
  readonly #close: () => Promise<void>;
  readonly #run: <T>(fn: () => T) => T;

  constructor(state: SessionState, does: { release(): Promise<void>; close(): Promise<void>; run<T>(fn: () => T): T }) {
    this.#state = state;
    this.#release = () => does.release();
    this.#close = () => does.close();
    this.#run = fn => does.run(fn);
  }

  get id(): string {
    return this.#state.record.spec.id;
  }

  get name(): string {
    return this.#state.record.spec.name;
  }

  /** Epoch ms. */
  get startedAt(): number {
    return this.#state.record.openedAt;
  }

  get active(): boolean {
    return this.#state.isActive;
  }

  get metadata(): Readonly<Record<string, unknown>> {
    return this.#state.metadata;
  }

  /** Asked for, each with what became of it in every target that answered. */
  get probes(): readonly ProbeView[] {
    return this.#state.record.probes.map(probe => probe.view());
  }

  /** The newest; oldest first. */
  get events(): readonly DebugEvent[] {
    return this.#state.record.events as readonly DebugEvent[];
  }

  get statistics(): SessionStatistics {
    return this.#state.record.statistics;
  }

  /** Aborted when it is closed. */
  get signal(): AbortSignal {
    return this.#state.signal;
  }

  get info(): SessionInfo {
    const { record, metadata, end, eventCount, isActive: active } = this.#state;
    const { spec, openedAt: startedAt, closedAt: endedAt } = record;
    return {
      ...spec,
      active,
      startedAt,
      ...(endedAt === undefined ? {} : { endedAt }),
      ...(end === undefined ? {} : { end }),
      metadata,
      probes: this.probes,
      statistics: this.statistics,
      eventCount,
    };
  }

  /** It is the current session inside, however deep and however late. */
  run<T>(fn: () => T): T {
    return this.#run(fn);
  }

  /** For everybody who has it open: its probes are taken away and what they hold is let go. */
  close(): Promise<void> {
    return this.#close();
  }

  /** Closed when everybody who opened it has let it go. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#release();
  }
}
