import type { EddyEvent } from '../../wire/protocol/index.ts';

/** What happened in a session. */
export interface SessionEvent extends EddyEvent {
  readonly session: string;
}

/** Hears one event; the next one of the same session waits until it settles. What it throws is counted, and goes no further. */
export type BusListener = (event: SessionEvent) => void | Promise<void>;

export interface Subscription {
  /** Events that were published and not heard yet. */
  readonly waiting: number;
  /** Events that there was no room for, the oldest first. Above zero, a gap is ours. */
  readonly dropped: number;
  /** Times that the listener failed. */
  readonly failed: number;
  /** Settles when all that was published before is heard. */
  idle(): Promise<void>;
  /** What waits is not heard any more. */
  close(): void;
}

/** Carries events of sessions to who listens: of one session in order, of several side by side. */
export interface Bus {
  /** Never waits and never throws. */
  publish(event: SessionEvent): void;
  subscribe(listener: BusListener): Subscription;
  close(): void;
}
