import type { Listing } from '../../../wire/protocol/index.ts';
import type { LockState } from './lock-state.ts';
import type { Lock, Ticket } from './ticket.ts';

const maxLocks = 200;
const maxTickets = 20;

/** The locks' part of the report: busy ones first, then the newest. */
export function listLocks(book: LockState): Listing {
  const now = book.rt.worked();
  const locks = new Set<Lock>();
  for (const lock of book.busy) if (locks.size < maxLocks) locks.add(lock);
  for (const lock of book.known) if (locks.size < maxLocks) locks.add(lock);
  const { acquired, contended, released, gaveUp, waiting } = book.counts;
  return {
    total: book.counts.locks,
    live: book.busy.size,
    items: [...locks].map(lock => describe(lock, now)),
    dropped: Math.max(0, book.counts.locks - locks.size),
    summary: { acquired, contended, released, gaveUp, waiting, held: book.holds.size },
  };
}

function describe(lock: Lock, now: number): Record<string, unknown> {
  const capacity = lock.capacity;
  return {
    id: lock.serial,
    name: lock.name,
    kind: lock.kind,
    ...(Number.isFinite(capacity) ? { capacity } : {}),
    state: lock.idle ? 'free' : lock.holders.size > 0 ? 'held' : 'wanted',
    acquired: lock.acquiredCount,
    waited: lock.waitedCount,
    longestWaitMs: Math.round(lock.longestWaitMs),
    longestHoldMs: Math.round(lock.longestHoldMs),
    held: lock.holders.size,
    waiting: lock.waiters.size,
    holders: [...lock.holders].slice(0, maxTickets).map(ticket => describeTicket(ticket, now - ticket.grantedAt)),
    waiters: [...lock.waiters].slice(0, maxTickets).map(ticket => describeTicket(ticket, now - ticket.wantedAt)),
  };
}

function describeTicket(ticket: Ticket, forMs: number): Record<string, unknown> {
  const site = ticket.asked.site();
  return {
    flow: ticket.flow.id,
    flowName: ticket.flow.name,
    ...(ticket.label === undefined ? {} : { label: ticket.label }),
    forMs: Math.round(forMs),
    ...(site === undefined ? {} : { at: { file: site.file, line: site.line, function: site.function } }),
  };
}
