import { AsyncLocalStorage } from 'node:async_hooks';
import type { Timer } from '../../../base/index.ts';
import type { Listing } from '../../../wire/protocol/index.ts';
import { type Flow, type Runtime, runtime, Trace } from '../core/index.ts';
import { lockLeaked } from '../findings/lock-leaked.ts';
import { lockOrder } from '../findings/lock-order.ts';
import { limits } from '../limits.ts';
import { listLocks } from './listing.ts';
import { LockOrders } from './lock-order.ts';
import { type LockOptions, LockRecord } from './lock-record.ts';
import type { LockCounts, LockState } from './lock-state.ts';
import { lookAtHolds, lookAtWaits } from './looks.ts';
import { Recent } from './recent.ts';
import { type Lock, Ticket, type WantOptions } from './ticket.ts';

type AnyFunction = (...args: never[]) => unknown;

/** Holds that are never let go of must not fill the memory. */
const maxHolds = 20_000;
/** A kept trace is some 2 kB, and thousands of flows may live. */
const maxReleased = 8;

/** Figures over all locks of this thread. */
export interface LockStatistics extends Readonly<LockCounts> {
  readonly held: number;
}

/**
 * Who holds which lock and who waits for it. Two timers, both gone when nothing is held and nobody waits: one for holds
 * past their limit, one for waits that stand in a ring.
 */
export class LockBook implements LockState {
  readonly rt: Runtime;
  /** Locks with a holder or a waiter. */
  readonly busy = new Set<Lock>();
  /** The newest locks, busy or not. */
  readonly known = new Recent<Lock>(200);
  /** All holds, oldest first. */
  readonly holds = new Set<Ticket>();
  readonly counts: LockCounts = {
    locks: 0,
    acquired: 0,
    contended: 0,
    released: 0,
    gaveUp: 0,
    waiting: 0,
    longestWaitMs: 0,
    longestHoldMs: 0,
  };
  readonly #records = new WeakMap<object, Lock>();
  readonly #released = new WeakMap<Flow, Trace[] | 'many'>();
  readonly #orders = new LockOrders();
  readonly #inside = new AsyncLocalStorage<Ticket>();
  readonly #numbers = new Map<string, number>();
  #serial = 0;
  #insideUsed = false;
  #holdTimer: Timer | undefined;
  #waitTimer: Timer | undefined;

  constructor(rt: Runtime) {
    this.rt = rt;
    rt.section('locks', (): Listing => listLocks(this));
  }

  // --- locks

  make(options: LockOptions): Lock {
    const lock = new LockRecord<Ticket>(++this.counts.locks, options);
    this.known.add(lock);
    return lock;
  }

  /** The record of a lock object of the program's, made on first sight. */
  recordOf(thing: object, options: () => LockOptions): Lock {
    // A method called on nothing: its own error is the one that the program sees.
    if (thing === null || (typeof thing !== 'object' && typeof thing !== 'function'))
      return this.make({ kind: 'custom' });
    let lock = this.#records.get(thing);
    if (lock === undefined) {
      lock = this.make(options());
      this.#records.set(thing, lock);
    }
    return lock;
  }

  /** `Mutex 1`, `Mutex 2` …: names for locks that have none. */
  nameFor(word: string): string {
    const number = (this.#numbers.get(word) ?? 0) + 1;
    this.#numbers.set(word, number);
    return `${word} ${number}`;
  }

  // --- the life of a ticket

  /** Frames from `below` inwards are left out of its trace. */
  wants(lock: Lock, options: WantOptions = {}, below: AnyFunction = LockBook.prototype.wants): Ticket {
    const { rt } = this;
    const flow = rt.flow();
    const ticket = new Ticket(++this.#serial, lock, flow, new Trace(below), rt.worked(), this.#innermost(), options);
    ticket.opener = rt.context().generator as Ticket['opener'];
    lock.waiters.add(ticket);
    this.counts.waiting++;
    this.busy.add(lock);
    // Reads the program's own object, which may be anything.
    if (this.rt.guard('lock capacity', () => lock.mustQueue(ticket)) === true) {
      ticket.queued = true;
      this.#armWaits(limits.lockCycleMs);
      if (rt.listening) rt.emit('lock-waiting', flow, { lock: lock.name, waiting: lock.waiters.size });
    }
    return ticket;
  }

  granted(ticket: Ticket): void {
    if (ticket.state !== 'waiting') return;
    const { lock, flow } = ticket;
    lock.waiters.delete(ticket);
    this.counts.waiting--;
    ticket.state = 'held';
    const now = this.rt.worked();
    ticket.grantedAt = now;
    if (ticket.signal?.aborted) ticket.lateBecause = 'aborted';
    else if (flow.ended) ticket.lateBecause = 'ended';
    lock.holders.add(ticket);
    this.holds.add(ticket);
    if (this.holds.size > maxHolds) this.#forgetOldest();
    this.#countGrant(ticket, now - ticket.wantedAt);
    this.#armHolds(limits.lockHeldMs);
    ticket.onOwnerEnded = this.#ownerEnded;
    if (ticket.lateBecause === 'aborted') this.#lookForLeak(ticket);
    flow.hold(ticket);
    ticket.opener?.hold(ticket);
    if ((flow.held?.size ?? 0) > 1)
      for (const opposite of this.#orders.add(ticket)) this.rt.findings.look(lockOrder, opposite);
    if (this.rt.listening) this.rt.emit('lock-acquired', flow, { lock: lock.name, waitedMs: now - ticket.wantedAt });
  }

  released(ticket: Ticket): void {
    if (ticket.state === 'waiting') this.gaveUp(ticket);
    if (ticket.state !== 'held') return;
    const { lock, flow } = ticket;
    ticket.state = 'released';
    ticket.outer = undefined;
    ticket.cancelLook?.();
    lock.holders.delete(ticket);
    this.holds.delete(ticket);
    flow.letGo(ticket);
    ticket.opener?.letGo(ticket);
    this.#remember(flow, ticket.asked);
    const heldMs = this.rt.worked() - ticket.grantedAt;
    this.counts.released++;
    if (heldMs > this.counts.longestHoldMs) this.counts.longestHoldMs = heldMs;
    if (heldMs > lock.longestHoldMs) lock.longestHoldMs = heldMs;
    if (lock.idle) this.busy.delete(lock);
    if (this.rt.listening) this.rt.emit('lock-released', flow, { lock: lock.name, heldMs });
  }

  /** It waits no longer and did not get the lock. */
  gaveUp(ticket: Ticket): void {
    if (ticket.state !== 'waiting') return;
    ticket.state = 'gave-up';
    ticket.outer = undefined;
    ticket.lock.waiters.delete(ticket);
    this.counts.waiting--;
    this.counts.gaveUp++;
    if (ticket.lock.idle) this.busy.delete(ticket.lock);
  }

  /** Takes and holds at once. */
  takes(lock: Lock, options: WantOptions = {}, below: AnyFunction = LockBook.prototype.takes): Ticket {
    const ticket = this.wants(lock, options, below);
    this.granted(ticket);
    return ticket;
  }

  /** Runs what the lock protects: what it asks for is known to stand beneath this hold. */
  inside<R>(ticket: Ticket, fn: () => R): R {
    this.#insideUsed = true;
    ticket.runsInside = true;
    return this.#inside.run(ticket, fn);
  }

  /** For a release that does not say which hold it ends: the newest of this flow, else the oldest of all. */
  holdToRelease(lock: Lock): Ticket | undefined {
    const flow = this.rt.flow();
    let mine: Ticket | undefined;
    for (const hold of lock.holders) if (hold.flow === flow) mine = hold;
    return mine ?? lock.holders.values().next().value;
  }

  statistics(): LockStatistics {
    return { ...this.counts, held: this.holds.size };
  }

  releasedIn(flow: Flow): readonly Trace[] | undefined {
    const traces = this.#released.get(flow);
    return traces === 'many' ? undefined : (traces ?? []);
  }

  // --- looks

  /** The loop ran empty: whoever still waits now waits for ever, and no grace is needed. */
  lookWhenDrained(): void {
    for (const hold of this.holds) {
      hold.drained = true;
      const sinceMs = this.rt.worked() - (hold.ownerEndedAt ?? hold.grantedAt);
      if (hold.cancelLook === undefined || sinceMs >= limits.leakGraceMs) continue;
      hold.cancelLook();
      this.rt.findings.look(lockLeaked, hold);
    }
    lookAtWaits(this, true);
  }

  readonly #ownerEnded = (ticket: Ticket): void => {
    if (ticket.state !== 'held') return;
    ticket.ownerEndedAt ??= this.rt.worked();
    this.#lookForLeak(ticket);
  };

  #lookForLeak(ticket: Ticket): void {
    ticket.cancelLook ??= this.rt.findings.lookLater(lockLeaked, ticket, limits.leakGraceMs);
  }

  #remember(flow: Flow, taken: Trace): void {
    const traces = this.#released.get(flow) ?? [];
    if (traces === 'many') return;
    traces.push(taken);
    // Some of them alone say nothing, and a trace that nobody has read keeps alive what stood on its stack.
    this.#released.set(flow, traces.length > maxReleased ? 'many' : traces);
  }

  #forgetOldest(): void {
    const oldest = this.holds.values().next().value;
    if (oldest === undefined) return;
    this.rt.drop('lock holds');
    this.released(oldest);
  }

  #innermost(): Ticket | undefined {
    if (!this.#insideUsed) return undefined;
    let outer = this.#inside.getStore();
    while (outer !== undefined && outer.state !== 'held') outer = outer.outer;
    return outer;
  }

  #countGrant(ticket: Ticket, waitedMs: number): void {
    const { lock } = ticket;
    this.counts.acquired++;
    lock.acquiredCount++;
    if (!ticket.queued) return;
    this.counts.contended++;
    lock.waitedCount++;
    if (waitedMs > this.counts.longestWaitMs) this.counts.longestWaitMs = waitedMs;
    if (waitedMs > lock.longestWaitMs) lock.longestWaitMs = waitedMs;
  }

  #armWaits(afterMs: number): void {
    this.#waitTimer ??= this.rt.clock.after(afterMs, () => {
      this.#waitTimer = undefined;
      const again = this.rt.guard('lock waits', () => lookAtWaits(this, false));
      if (again !== undefined) this.#armWaits(again);
    });
  }

  #armHolds(afterMs: number): void {
    this.#holdTimer ??= this.rt.clock.after(Math.max(1, afterMs), () => {
      this.#holdTimer = undefined;
      const again = this.rt.guard('lock holds', () => lookAtHolds(this));
      if (again !== undefined) this.#armHolds(again);
    });
  }
}

const key = Symbol.for('eddy.locks.1');

/** The book of the thread's one runtime; copies of us share it. */
export function lockBook(rt: Runtime = runtime()): LockBook {
  const holder = rt as { [key]?: LockBook };
  if (holder[key] === undefined) Object.defineProperty(rt, key, { value: new LockBook(rt) });
  return holder[key] as LockBook;
}
