import type { Flow, Runtime, Trace } from '../core/index.ts';
import type { Recent } from './recent.ts';
import type { Lock, Ticket } from './ticket.ts';

/** The book as those see it who list it and look at it. */
export interface LockState {
  readonly rt: Runtime;
  /** Locks with a holder or a waiter. */
  readonly busy: ReadonlySet<Lock>;
  /** The newest locks, busy or not. */
  readonly known: Recent<Lock>;
  /** All holds, oldest first. */
  readonly holds: ReadonlySet<Ticket>;
  readonly counts: LockCounts;
  /** Where the flow took what it has let go of; undefined when that was too much to keep. */
  releasedIn(flow: Flow): readonly Trace[] | undefined;
  /** It waits no longer and did not get the lock. */
  gaveUp(ticket: Ticket): void;
}

export interface LockCounts {
  locks: number;
  acquired: number;
  /** Acquires that did not get the lock at once. */
  contended: number;
  released: number;
  /** Waits that ended without the lock. */
  gaveUp: number;
  waiting: number;
  longestWaitMs: number;
  longestHoldMs: number;
}
