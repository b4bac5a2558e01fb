import { hideSecrets } from '../../../base/index.ts';
import type { Flow } from '../core/index.ts';

export type LockKind = 'mutex' | 'semaphore' | 'pool' | 'slot' | 'weblock' | 'custom';

export interface LockOptions {
  readonly kind: LockKind;
  /** Made from the kind and a number unless given. */
  readonly name?: string | undefined;
  /** Permits at once; a function where it can change. 1 unless said. */
  readonly capacity?: number | (() => number);
  /** Permits left, where the lock counts those and not what it has altogether. Used in place of `capacity`. */
  readonly freeCount?: () => number;
  /** Its holder may take it again. */
  readonly reentrant?: boolean;
  /** How many wait, as the lock's own library counts: where waits can end without our seeing it. */
  readonly waitingCount?: () => number;
  /** Its waits are not caused by holders just now (a paused queue). */
  readonly paused?: () => boolean;
}

/** What a lock needs to know of a hold or a wish. */
export interface Share {
  readonly flow: Flow;
  readonly weight: number;
  readonly shared: boolean;
  readonly gone: boolean;
}

/** One lock with those who hold it and those who wait. It keeps no reference to the program's own object but through `options`. */
export class LockRecord<T extends Share> {
  readonly serial: number;
  readonly kind: LockKind;
  readonly reentrant: boolean;
  name: string;
  readonly holders = new Set<T>();
  readonly waiters = new Set<T>();
  acquiredCount = 0;
  waitedCount = 0;
  longestWaitMs = 0;
  longestHoldMs = 0;
  readonly #options: LockOptions;

  constructor(serial: number, options: LockOptions) {
    this.serial = serial;
    this.kind = options.kind;
    this.name = hideSecrets(options.name ?? `${options.kind} ${serial}`);
    this.reentrant = options.reentrant ?? false;
    this.#options = options;
  }

  get capacity(): number {
    const { capacity, freeCount } = this.#options;
    if (freeCount !== undefined) return freeCount() + this.#taken;
    return typeof capacity === 'function' ? capacity() : (capacity ?? 1);
  }

  get #taken(): number {
    let taken = 0;
    for (const hold of this.holders) taken += hold.weight;
    return taken;
  }

  get paused(): boolean {
    return this.#options.paused?.() ?? false;
  }

  get idle(): boolean {
    return this.holders.size === 0 && this.waiters.size === 0;
  }

  /** Asked as soon as the wish is noted, so it must be quick: a guess that is wrong costs a look. */
  mustQueue(wish: T): boolean {
    const { freeCount } = this.#options;
    return freeCount !== undefined ? freeCount() < wish.weight : this.holders.size + this.waiters.size > this.capacity;
  }

  /** The holds that keep this wish waiting; empty when there is room for it as far as we know. */
  blockersOf(wish: T): T[] {
    if (this.paused) return [];
    let taken = 0;
    const blockers: T[] = [];
    for (const hold of this.holders) {
      if ((wish.shared && hold.shared) || (this.reentrant && wish.flow === hold.flow) || hold.gone) continue;
      taken += hold.weight;
      blockers.push(hold);
    }
    return taken + wish.weight > this.capacity ? blockers : [];
  }

  /** Everyone who waits has left, says the library: waits that ended without our seeing it. */
  get deserted(): boolean {
    return this.waiters.size > 0 && this.#options.waitingCount?.() === 0;
  }

  /** Waiters that the library itself still knows. More of ours than of theirs: which ones left cannot be told, so none is believed. */
  believedWaiters(): T[] {
    const waiters = [...this.waiters].filter(ticket => !ticket.gone);
    const { waitingCount } = this.#options;
    return waitingCount !== undefined && waiters.length > waitingCount() ? [] : waiters;
  }
}
