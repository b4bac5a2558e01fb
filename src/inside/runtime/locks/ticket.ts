import type { Flow, Held, Trace } from '../core/index.ts';
import type { LockRecord } from './lock-record.ts';

export type TicketState = 'waiting' | 'held' | 'released' | 'gave-up';

export interface WantOptions {
  /** Permits asked for; 1 unless said. */
  readonly weight?: number;
  /** Goes together with other shared holds. */
  readonly shared?: boolean;
  /** The signal that the waiter gave with its wish. */
  readonly signal?: AbortSignal | undefined;
  /** True once the lock's own library no longer counts it, where we cannot see that happen. Asked only when we look. */
  readonly stale?: (() => boolean) | undefined;
}

/** One wish for a lock, from the asking to the letting go. */
export class Ticket implements Held {
  readonly serial: number;
  readonly lock: LockRecord;
  readonly flow: Flow;
  readonly asked: Trace;
  /** Monotonic ms, as all times here. */
  readonly wantedAt: number;
  readonly weight: number;
  readonly shared: boolean;
  readonly signal: AbortSignal | undefined;
  readonly #stale: (() => boolean) | undefined;
  /** The innermost lock whose callback asked for this one, while both last. */
  outer: Ticket | undefined;
  state: TicketState = 'waiting';
  grantedAt = 0;
  /** The order in which locks were taken; 0 before. */
  grantSerial = 0;
  /** Why its waiter could no longer want it when it was granted. */
  lateBecause: 'aborted' | 'ended' | undefined;
  /** Set when its flow ended while holding. */
  ownerEndedAt: number | undefined;
  onOwnerEnded: ((ticket: Ticket) => void) | undefined;
  /** It is part of a finding, or was looked at for being held long. */
  told = false;

  constructor(
    serial: number,
    lock: LockRecord,
    flow: Flow,
    asked: Trace,
    at: number,
    outer: Ticket | undefined,
    options: WantOptions,
  ) {
    this.serial = serial;
    this.lock = lock;
    this.flow = flow;
    this.asked = asked;
    this.wantedAt = at;
    this.outer = outer;
    this.weight = options.weight ?? 1;
    this.shared = options.shared ?? false;
    this.signal = options.signal;
    this.#stale = options.stale;
  }

  /** Waits or holds no longer, though nobody told us. */
  get gone(): boolean {
    return this.#stale?.() ?? false;
  }

  ownerEnded(_flow: Flow): void {
    this.onOwnerEnded?.(this);
  }
}
