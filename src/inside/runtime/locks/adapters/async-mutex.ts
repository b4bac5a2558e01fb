import { type AnyClass, markAdapted, patchMethod } from '../adapted.ts';
import type { LockBook } from '../book.ts';
import type { Lock, Ticket } from '../ticket.ts';

interface Semaphore {
  getValue?(): number;
  acquire(...args: unknown[]): Promise<[number, () => void]>;
}

interface Mutex {
  readonly _semaphore?: Semaphore;
}

export interface AsyncMutexExports {
  readonly Semaphore?: AnyClass;
  readonly Mutex?: AnyClass;
}

type Callback = (...args: unknown[]) => unknown;
interface Asked {
  ticket?: Ticket;
}

/** What `acquire` was called for: handed over within one synchronous step, from an outer method of the package to `acquire`. */
export class Handover {
  #asked: Asked | undefined;

  for<R>(asked: Asked, call: () => R): R {
    this.#asked = asked;
    try {
      return call();
    } finally {
      this.#asked = undefined;
    }
  }

  take(ticket: Ticket): void {
    if (this.#asked !== undefined) this.#asked.ticket = ticket;
    this.#asked = undefined;
  }
}

/** A Mutex is a Semaphore of one inside: the Semaphore is watched, the Mutex gives it its name. */
export function adaptAsyncMutex(book: LockBook, handover: Handover, { Semaphore, Mutex }: AsyncMutexExports): void {
  if (Semaphore === undefined) return;
  const recordOf = (semaphore: Semaphore): Lock => book.recordOf(semaphore, () => optionsOf(book, semaphore, false));
  const recordOfMutex = (mutex: Mutex): Lock =>
    book.recordOf(mutex._semaphore ?? mutex, () => optionsOf(book, mutex._semaphore ?? mutex, true));
  if (!markAdapted(Semaphore.prototype, recordOf)) return;
  let releasing = false;

  patchMethod(Semaphore.prototype, 'acquire', original => {
    return function acquire(this: Semaphore, ...args: unknown[]) {
      const weight = typeof args[0] === 'number' && args[0] > 0 ? args[0] : 1;
      const ticket = book.wants(recordOf(this), { weight }, acquire);
      handover.take(ticket);
      let wish: Promise<[number, () => void]>;
      try {
        wish = Reflect.apply(original, this, args);
      } catch (error) {
        book.gaveUp(ticket);
        throw error;
      }
      return wish.then(
        grant => {
          book.granted(ticket);
          const release = grant[1];
          grant[1] = () => {
            book.released(ticket);
            releasing = true;
            try {
              release();
            } finally {
              releasing = false;
            }
          };
          return grant;
        },
        error => {
          book.gaveUp(ticket);
          throw error;
        },
      );
    };
  });

  patchMethod(Semaphore.prototype, 'release', original => {
    return function release(this: Semaphore, ...args: unknown[]) {
      if (!releasing) {
        const ticket = book.holdToRelease(recordOf(this));
        if (ticket !== undefined) book.released(ticket);
      }
      return Reflect.apply(original, this, args);
    };
  });

  patchMethod(Semaphore.prototype, 'runExclusive', original => {
    return function runExclusive(this: Semaphore, callback: Callback, ...rest: unknown[]) {
      if (typeof callback !== 'function') return Reflect.apply(original, this, [callback, ...rest]);
      const asked: Asked = {};
      const inside: Callback = (...args) =>
        asked.ticket === undefined ? callback(...args) : book.inside(asked.ticket, () => callback(...args));
      return handover.for(asked, () => Reflect.apply(original, this, [inside, ...rest]));
    };
  });

  if (Mutex === undefined || !markAdapted(Mutex.prototype, recordOfMutex)) return;
  for (const name of ['acquire', 'runExclusive'])
    patchMethod(Mutex.prototype, name, original => {
      return function (this: Mutex, ...args: unknown[]) {
        recordOfMutex(this);
        return Reflect.apply(original, this, args);
      };
    });
}

type WithTimeout = (lock: object, ...rest: unknown[]) => { acquire(...args: unknown[]): Promise<unknown> };

/** A wait that timed out stays in the package's queue; for us it is over. */
export function adaptWithTimeout(book: LockBook, handover: Handover, original: WithTimeout): WithTimeout {
  const holder = { withTimeout: original };
  patchMethod(holder, 'withTimeout', () => {
    return function withTimeout(this: unknown, ...args: unknown[]) {
      const timed: { acquire: Callback } = Reflect.apply(original, this, args);
      const { acquire } = timed;
      timed.acquire = (...given) => {
        const asked: Asked = {};
        const wish = handover.for(asked, () => acquire(...given)) as Promise<unknown>;
        return wish.then(undefined, error => {
          if (asked.ticket !== undefined) book.gaveUp(asked.ticket);
          throw error;
        });
      };
      return timed;
    };
  });
  return holder.withTimeout;
}

function optionsOf(book: LockBook, thing: Semaphore | Mutex, isMutex: boolean) {
  const semaphore = thing as Semaphore;
  return {
    kind: isMutex ? ('mutex' as const) : ('semaphore' as const),
    name: book.nameFor(isMutex ? 'Mutex' : 'Semaphore'),
    // The package counts what is left. A plain Mutex has one.
    ...(isMutex ? {} : { freeCount: () => semaphore.getValue?.() ?? 0 }),
  };
}
