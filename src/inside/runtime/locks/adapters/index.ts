/**
 * locks/adapters: how each package's locks are told to the book, and how that happens by itself when a program loads the
 * package. Only here are packages known, by their shape and never by import.
 */
import type { Runtime } from '../../core/index.ts';
import type { AnyClass } from '../adapted.ts';
import { type LockBook, lockBook } from '../book.ts';
import { type AsyncMutexExports, adaptAsyncMutex, adaptWithTimeout, Handover } from './async-mutex.ts';
import { adaptGenericPool } from './generic-pool.ts';
import { adaptPLimit } from './p-limit.ts';
import { adaptPQueue } from './p-queue.ts';
import { adaptPgPool } from './pg-pool.ts';
import { adaptWebLocks } from './web-locks.ts';

type Adapt = (thing: never) => unknown;

/** By the name that the appended code calls with. Each takes what the package exports and returns what it should export. */
function adaptersFor(book: LockBook): ReadonlyMap<string, Adapt> {
  // Between the package's classes and its withTimeout, which may lie in files of their own.
  const handover = new Handover();
  return new Map<string, Adapt>([
    ['async-mutex', (thing: AsyncMutexExports) => adaptAsyncMutex(book, handover, thing)],
    ['async-mutex/withTimeout', thing => adaptWithTimeout(book, handover, thing)],
    ['p-limit', thing => adaptPLimit(book, thing)],
    ['p-queue', (thing: AnyClass & { default?: AnyClass }) => adaptPQueue(book, thing.default ?? thing)],
    ['generic-pool', thing => adaptGenericPool(book, thing)],
    ['pg-pool', thing => adaptPgPool(book, thing)],
  ]);
}

export { LockEditor } from './load.ts';

const key = Symbol.for('eddy.adapt');

/** Watches the locks of packages whose sources a `LockEditor` edits as they are loaded, and Web Locks. */
export function installLockAdapters(rt: Runtime): void {
  if (key in globalThis) return;
  const book = lockBook(rt);
  const adapters = adaptersFor(book);
  const adapt = (name: string, thing: never): unknown =>
    rt.guard(`lock adapter ${name}`, () => adapters.get(name)?.(thing)) ?? thing;
  Object.defineProperty(globalThis, key, { value: adapt, configurable: true });
  rt.guard('web locks', () => adaptWebLocks(book));
}

/** At the moment when the event loop ran empty: what still waits for a lock will wait for ever. */
export function lookForStuckLocks(rt: Runtime): void {
  rt.guard('stuck locks', () => lockBook(rt).lookWhenDrained());
}
