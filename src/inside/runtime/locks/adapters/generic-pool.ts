import { type AnyClass, markAdapted, patchMethod } from '../adapted.ts';
import type { LockBook } from '../book.ts';
import { Releases } from '../releases.ts';
import type { Lock } from '../ticket.ts';

interface Pool {
  readonly max: number;
  readonly pending: number;
}

type Use = (resource: unknown) => unknown;

export function adaptGenericPool(book: LockBook, Pool: AnyClass): void {
  const releases = new WeakMap<Lock, Releases>();
  const recordOf = (pool: Pool): Lock =>
    book.recordOf(pool, () => ({
      kind: 'pool',
      name: book.nameFor('generic-pool'),
      capacity: () => pool.max,
      waitingCount: () => pool.pending,
    }));
  const releasesOf = (pool: Pool): Releases => {
    const lock = recordOf(pool);
    let all = releases.get(lock);
    if (all === undefined) {
      all = new Releases(book, lock);
      releases.set(lock, all);
    }
    return all;
  };
  if (typeof Pool !== 'function' || !markAdapted(Pool.prototype, recordOf)) return;

  patchMethod(Pool.prototype, 'acquire', original => {
    return function acquire(this: Pool, ...args: unknown[]) {
      const ticket = book.wants(recordOf(this), {}, acquire);
      const wish: Promise<unknown> = Reflect.apply(original, this, args);
      return wish.then(
        resource => {
          book.granted(ticket);
          releasesOf(this).note(ticket, resource);
          return resource;
        },
        error => {
          book.gaveUp(ticket);
          throw error;
        },
      );
    };
  });

  for (const name of ['release', 'destroy'])
    patchMethod(Pool.prototype, name, original => {
      return function (this: Pool, ...args: unknown[]) {
        releasesOf(this).giveBack(args[0]);
        return Reflect.apply(original, this, args);
      };
    });

  patchMethod(Pool.prototype, 'use', original => {
    return function use(this: Pool, fn: Use, ...rest: unknown[]) {
      if (typeof fn !== 'function') return Reflect.apply(original, this, [fn, ...rest]);
      const inside: Use = resource => {
        const ticket = releasesOf(this).ticketOf(resource);
        return ticket === undefined ? fn(resource) : book.inside(ticket, () => fn(resource));
      };
      return Reflect.apply(original, this, [inside, ...rest]);
    };
  });
}
