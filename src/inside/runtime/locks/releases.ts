import type { LockBook } from './book.ts';
import type { Lock, Ticket } from './ticket.ts';

type Method = (...args: unknown[]) => unknown;

/** Which hold a release ends: by the releaser that was given out, by the thing that is given back, else by the flow that asks. */
export class Releases {
  readonly #book: LockBook;
  readonly #lock: Lock;
  readonly #byThing = new Map<unknown, Ticket>();

  constructor(book: LockBook, lock: Lock) {
    this.#book = book;
    this.#lock = lock;
  }

  /** The lock was given; what the program gets for it tells us when it lets go. */
  taken(ticket: Ticket, value: unknown): unknown {
    // What tryAcquire says when it did not get it.
    if (value === false) {
      this.#book.gaveUp(ticket);
      return value;
    }
    this.#book.granted(ticket);
    if (typeof value === 'function') return this.#releaser(ticket, value as Method);
    if (typeof value === 'object' && value !== null) {
      this.#byThing.set(value, ticket);
      this.#watchOwnRelease(ticket, value);
    } else if (typeof value === 'string' || typeof value === 'number' || typeof value === 'symbol') {
      this.#byThing.set(value, ticket);
    }
    return value;
  }

  /** What gives this hold back. */
  note(ticket: Ticket, thing: unknown): void {
    this.#byThing.set(thing, ticket);
  }

  ticketOf(thing: unknown): Ticket | undefined {
    return this.#byThing.get(thing);
  }

  letGoOf<R>(thing: unknown, call: () => R): R {
    this.giveBack(thing);
    return call();
  }

  giveBack(thing: unknown): void {
    const ticket = this.#byThing.get(thing) ?? this.#book.holdToRelease(this.#lock);
    if (ticket !== undefined) {
      this.#byThing.delete(thing);
      this.#book.released(ticket);
    }
  }

  #releaser(ticket: Ticket, release: Method): Method {
    const book = this.#book;
    return function (this: unknown, ...args) {
      book.released(ticket);
      return Reflect.apply(release, this, args);
    };
  }

  /** A thing with `release` of its own (a pool's client, a lock handle): watched on the thing while it is out. */
  #watchOwnRelease(ticket: Ticket, thing: object): void {
    const release: unknown = (thing as { release?: unknown }).release;
    if (typeof release !== 'function' || !Object.isExtensible(thing)) return;
    const before = Reflect.getOwnPropertyDescriptor(thing, 'release');
    if (before !== undefined && before.configurable !== true) return;
    const watched = (...args: unknown[]) => {
      if (before === undefined) Reflect.deleteProperty(thing, 'release');
      else Reflect.defineProperty(thing, 'release', before);
      this.#byThing.delete(thing);
      this.#book.released(ticket);
      return Reflect.apply(release, thing, args);
    };
    Reflect.defineProperty(thing, 'release', {
      value: watched,
      configurable: true,
      writable: true,
      enumerable: before?.enumerable ?? false,
    });
  }
}
