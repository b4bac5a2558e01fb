import { type AnyClass, markAdapted, patchMethod } from '../adapted.ts';
import type { LockBook } from '../book.ts';
import type { Lock, Ticket } from '../ticket.ts';

interface Pool {
  readonly options: { readonly max: number };
  readonly waitingCount?: number;
}

type Release = (...args: unknown[]) => unknown;
interface Client {
  release: Release;
}
type Callback = (error: unknown, client?: Client, release?: Release) => unknown;

/** `pg`'s own Pool extends this one. A query through the pool holds a client too, until its answer is there. */
export function adaptPgPool(book: LockBook, Pool: AnyClass): void {
  const recordOf = (pool: Pool): Lock =>
    book.recordOf(pool, () => ({ kind: 'pool', name: book.nameFor('pg pool'), capacity: () => pool.options.max }));
  if (typeof Pool !== 'function' || !markAdapted(Pool.prototype, recordOf)) return;
  patchMethod(Pool.prototype, 'connect', original => {
    return function connect(this: Pool, ...args: unknown[]) {
      const ticket = book.wants(recordOf(this), {}, connect);
      const callback = args[0];
      if (typeof callback === 'function')
        return Reflect.apply(original, this, [withClient(book, ticket, callback as Callback), ...args.slice(1)]);
      const wish: Promise<Client> = Reflect.apply(original, this, args);
      return wish.then(
        client => {
          book.granted(ticket);
          watchRelease(book, ticket, client);
          return client;
        },
        error => {
          book.gaveUp(ticket);
          throw error;
        },
      );
    };
  });
}

function withClient(book: LockBook, ticket: Ticket, callback: Callback): Callback {
  return (error, client, release) => {
    if (error !== undefined && error !== null) {
      book.gaveUp(ticket);
      return callback(error, client, release);
    }
    book.granted(ticket);
    if (client === undefined) return callback(error, client, release);
    watchRelease(book, ticket, client);
    return book.inside(ticket, () => callback(error, client, client.release));
  };
}

/** The pool gives the client a new `release` each time it hands it out. */
function watchRelease(book: LockBook, ticket: Ticket, client: Client): void {
  const { release } = client;
  if (typeof release !== 'function') return;
  client.release = (...args) => {
    book.released(ticket);
    return Reflect.apply(release, client, args);
  };
}
