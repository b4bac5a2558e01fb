import type { ControlAnswer, ControlAsk, DeskControl, EddyEvent, EventKind } from '../../wire/protocol/index.ts';

export interface DeskListener {
  onEvent(event: EddyEvent): void;
  /** Events that were told faster than they were read. */
  onLost?(count: number): void;
}

/** Who sets probes and looks at what is held: a hub as a client has it, or a desk in this process. */
export interface DebugDesk {
  ask<N extends DeskControl>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>>;
  follow(kinds: readonly EventKind[], listener: DeskListener): Promise<void>;
  /** Settles when it has gone; absent: it stays as long as we do. */
  readonly ended?: Promise<void>;
}
