import type { Flow } from '../core/index.ts';
import { lockCycle } from '../findings/lock-cycle.ts';
import { lockHeldLong } from '../findings/lock-held-long.ts';
import { lockLeaked } from '../findings/lock-leaked.ts';
import { lockSelfWait } from '../findings/lock-self-wait.ts';
import { limits } from '../limits.ts';
import { type Deadlock, isOfSlots, WaitGraph } from './deadlock.ts';
import type { LockState } from './lock-state.ts';
import type { Ticket } from './ticket.ts';

/** A ring that may be one has to stand so much longer. */
const doubtfulFactor = 20;

/** Holds past their limit, oldest first. Says when to look again; undefined when nothing is held. */
export function lookAtHolds(book: LockState): number | undefined {
  const now = book.rt.worked();
  for (const hold of book.holds) {
    if (hold.looked) continue;
    const leftMs = hold.grantedAt + limits.lockHeldMs - now;
    if (leftMs > 0) return leftMs;
    hold.looked = true;
    if (!hold.gone) book.rt.findings.look(lockHeldLong, hold);
  }
  return undefined;
}

/**
 * Waits that stand in a ring. While the loop turns only what is sure counts, after a grace: a wait that was not awaited, or
 * a branch beside it, could still free a lock. Flows of their own in a ring are believed later on the flow's word alone.
 * Says when to look again; undefined when nobody waits.
 */
export function lookAtWaits(book: LockState, drained: boolean): number | undefined {
  if (book.counts.waiting === 0) return undefined;
  const now = book.rt.worked();
  for (const lock of [...book.busy]) for (const wait of lock.waiters) if (wait.gone || lock.deserted) book.gaveUp(wait);
  const told = new Set<Ticket>();
  const releasedIn = (flow: Flow) => book.releasedIn(flow);
  const graph = new WaitGraph(book.busy, false, releasedIn);
  if (graph.skippedCount > 0) book.rt.drop('lock waits not looked at', graph.skippedCount);
  for (const knot of graph.deadlocks())
    if (drained || ageOf(knot, now) >= graceOf(knot)) tell(book, { ...knot, drained }, told);
  for (const knot of new WaitGraph(book.busy, true, releasedIn).deadlocks()) {
    if (knot.sure || knot.tickets.some(ticket => told.has(ticket))) continue;
    if (drained) tellDrained(book, { ...knot, drained }, told);
    else if (ageOf(knot, now) >= doubtfulFactor * graceOf(knot) && isBetweenOwnFlows(knot)) tell(book, knot, told);
  }
  return Math.min(limits.lockCycleMs, limits.lockSelfWaitMs);
}

// A limiter's work often adds more work to the same limiter without awaiting it; that ends by itself, later.
function graceOf(knot: Deadlock): number {
  const base = knot.kind === 'self' ? limits.lockSelfWaitMs : limits.lockCycleMs;
  return isOfSlots(knot) ? 5 * base : base;
}

/** Since when the last of its waits stands. */
function ageOf(knot: Deadlock, now: number): number {
  return now - Math.max(...knot.tickets.map(ticket => ticket.wantedAt));
}

/** Each step by another flow, none of them the main program, which is where unrelated branches meet. */
function isBetweenOwnFlows({ kind, ring }: Deadlock): boolean {
  const flows = new Set(ring.map(({ wait }) => wait.flow));
  return kind === 'cycle' && flows.size === ring.length && ![...flows].some(flow => flow.kind === 'main');
}

function tell(book: LockState, knot: Deadlock, told: Set<Ticket>): void {
  for (const ticket of knot.tickets) told.add(ticket);
  if (knot.tickets.some(ticket => ticket.told)) return;
  for (const ticket of knot.tickets) ticket.told = true;
  book.rt.findings.look(knot.kind === 'self' ? lockSelfWait : lockCycle, knot);
}

/** Nobody is left to let go. One lock and no sign that its holder is the one who waits: then it was simply never released. */
function tellDrained(book: LockState, knot: Deadlock, told: Set<Ticket>): void {
  const hold = knot.ring[0]?.hold;
  if (knot.kind === 'cycle' || hold === undefined || hold.flow.kind !== 'main') {
    tell(book, knot, told);
    return;
  }
  for (const ticket of knot.tickets) told.add(ticket);
  if (hold.told) return;
  hold.told = true;
  hold.neverReleased = true;
  book.rt.findings.look(lockLeaked, hold);
}
