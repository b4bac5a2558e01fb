import { type AnyClass, markAdapted, patchMethod } from '../adapted.ts';
import type { LockBook } from '../book.ts';
import type { Lock, Ticket } from '../ticket.ts';
import { runSlot } from './slot.ts';

interface Queue {
  readonly size: number;
  readonly concurrency: number;
  readonly isPaused: boolean;
  readonly timeout?: number;
}

interface AddOptions {
  readonly signal?: AbortSignal;
  readonly timeout?: number;
}

/** Slots of a queue's concurrency. */
export function adaptPQueue(book: LockBook, PQueue: AnyClass): void {
  const recordOf = (queue: Queue): Lock =>
    book.recordOf(queue, () => ({
      kind: 'slot',
      name: book.nameFor('p-queue'),
      capacity: () => queue.concurrency,
      waitingCount: () => queue.size,
      paused: () => queue.isPaused,
    }));
  if (typeof PQueue !== 'function' || !markAdapted(PQueue.prototype, recordOf)) return;
  patchMethod(PQueue.prototype, 'add', original => {
    return function add(this: Queue, fn: (...args: unknown[]) => unknown, ...rest: unknown[]) {
      if (typeof fn !== 'function') return Reflect.apply(original, this, [fn, ...rest]);
      const options = rest[0] as AddOptions | undefined;
      const timeoutMs = options?.timeout ?? this?.timeout;
      const signal = options?.signal;
      let ticket: Ticket | undefined;
      // A time limit or a signal frees the slot while the work still runs; the queue does not say so.
      const stale = (): boolean =>
        signal?.aborted === true ||
        (timeoutMs !== undefined && ticket?.state === 'held' && book.rt.worked() - ticket.grantedAt > timeoutMs);
      ticket = book.wants(recordOf(this), { stale }, add);
      const asked = ticket;
      return Reflect.apply(original, this, [(...args: unknown[]) => runSlot(book, asked, () => fn(...args)), ...rest]);
    };
  });
}
