import type { Ticket } from './ticket.ts';

export type LockKind = 'mutex' | 'semaphore' | 'pool' | 'slot' | 'weblock' | 'custom';

export interface LockOptions {
  readonly kind: LockKind;
  /** Made from the kind and a number unless given. */
  readonly name?: string | undefined;
  /** Permits at once; a function where it can change. 1 unless said. */
  readonly capacity?: number | (() => number);
  /** Its holder may take it again. */
  readonly reentrant?: boolean;
  /** How many wait, as the lock's own library counts: where waits can end without our seeing it. */
  readonly waitingCount?: () => number;
  /** Its waits are not caused by holders just now (a paused queue). */
  readonly paused?: () => boolean;
}

/** One lock with those who hold it and those who wait. It keeps no reference to the program's own object but through `options`. */
export class LockRecord {
  readonly serial: number;
  readonly kind: LockKind;
  readonly reentrant: boolean;
  name: string;
  readonly holders = new Set<Ticket>();
  readonly waiters = new Set<Ticket>();
  acquiredCount = 0;
  waitedCount = 0;
  longestWaitMs = 0;
  longestHoldMs = 0;
  readonly #options: LockOptions;

  constructor(serial: number, options: LockOptions) {
    this.serial = serial;
    this.kind = options.kind;
    this.name = options.name ?? `${options.kind} ${serial}`;
    this.reentrant = options.reentrant ?? false;
    this.#options = options;
  }

  get capacity(): number {
    const { capacity } = this.#options;
    return typeof capacity === 'function' ? capacity() : (capacity ?? 1);
  }

  get paused(): boolean {
    return this.#options.paused?.() ?? false;
  }

  get idle(): boolean {
    return this.holders.size === 0 && this.waiters.size === 0;
  }

  /** The holds that keep this wish waiting; empty when there is room for it as far as we know. */
  blockersOf(wish: Ticket): Ticket[] {
    if (this.paused) return [];
    let taken = 0;
    const blockers: Ticket[] = [];
    for (const hold of this.holders) {
      if ((wish.shared && hold.shared) || hold.gone) continue;
      taken += hold.weight;
      blockers.push(hold);
    }
    return taken + wish.weight > this.capacity ? blockers : [];
  }

  /** Waiters that the library itself still knows. More of ours than of theirs: which ones left cannot be told, so none is believed. */
  believedWaiters(): Ticket[] {
    const waiters = [...this.waiters].filter(ticket => !ticket.gone);
    const { waitingCount } = this.#options;
    return waitingCount !== undefined && waiters.length > waitingCount() ? [] : waiters;
  }
}
