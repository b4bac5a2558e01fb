/**
 * locks: who holds which lock and who waits, for mutexes, semaphores, limiter slots, pools and Web Locks; rings of waits,
 * leaks and opposite orders. It knows flows and findings; it knows no package but in `adapters`, no scope, no task.
 */
export { type LockBook, type LockStatistics, lockBook } from './book.ts';
export type { LockKind } from './lock-record.ts';
export type { Lock, Ticket } from './ticket.ts';
export { type TrackedLock, type TrackLockOptions, trackLock } from './track-lock.ts';
