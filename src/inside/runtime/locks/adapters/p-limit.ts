import { markAdapted } from '../adapted.ts';
import type { LockBook } from '../book.ts';
import type { Lock } from '../ticket.ts';
import { runSlot } from './slot.ts';

type Work = (...args: unknown[]) => unknown;

interface Limit {
  (fn: Work, ...args: unknown[]): Promise<unknown>;
  readonly concurrency?: number;
  readonly pendingCount?: number;
  map?(items: Iterable<unknown>, fn: Work): Promise<unknown[]>;
}

type PLimit = (...args: unknown[]) => Limit;

/** The factory, making limiters whose slots are watched; or a namespace with it. */
export function adaptPLimit(book: LockBook, original: PLimit | { readonly default?: PLimit }): unknown {
  if (typeof original !== 'function') return withDefault(book, original);
  const pLimit = function (this: unknown, ...args: unknown[]): Limit {
    return watch(book, Reflect.apply(original, this, args), args[0]);
  };
  copyMembers(original, pLimit);
  // `module.exports.default` of some CommonJS versions is the factory itself.
  if ((pLimit as { default?: unknown }).default === original) (pLimit as { default?: unknown }).default = pLimit;
  return pLimit;
}

/** What a loader made of an ES module: its getters cannot be changed, so the namespace is made anew. */
function withDefault(book: LockBook, namespace: { readonly default?: PLimit }): unknown {
  if (typeof namespace?.default !== 'function') return namespace;
  const members = Object.getOwnPropertyDescriptors(namespace);
  const value = adaptPLimit(book, namespace.default);
  const { enumerable = true } = members.default ?? {};
  return Object.create(Object.getPrototypeOf(namespace), { ...members, default: { get: () => value, enumerable } });
}

function watch(book: LockBook, limit: Limit, given: unknown): Limit {
  const asked = typeof given === 'object' && given !== null ? (given as { concurrency?: unknown }).concurrency : given;
  const lock: Lock = book.make({
    kind: 'slot',
    name: book.nameFor('p-limit'),
    capacity: () => limit.concurrency ?? Number(asked),
    waitingCount: () => limit.pendingCount ?? Number.POSITIVE_INFINITY,
  });
  const watched = (fn: Work, ...args: unknown[]): Promise<unknown> => {
    if (typeof fn !== 'function') return limit(fn, ...args);
    const ticket = book.wants(lock, {}, watched);
    return limit((...all: unknown[]) => runSlot(book, ticket, () => fn(...all)), ...args);
  };
  copyMembers(limit, watched);
  if (limit.map !== undefined) {
    const { map } = limit;
    const mapped = (items: Iterable<unknown>, fn: Work): Promise<unknown[]> => {
      if (typeof fn !== 'function' || typeof items?.[Symbol.iterator] !== 'function') return map(items, fn);
      const tickets: ReturnType<LockBook['wants']>[] = [];
      // The package asks for each item right before it queues it.
      function* each() {
        for (const item of items) {
          tickets.push(book.wants(lock, {}, mapped));
          yield item;
        }
      }
      return map(each(), (...args) => {
        const ticket = tickets[Number(args[1])];
        return ticket === undefined ? fn(...args) : runSlot(book, ticket, () => fn(...args));
      });
    };
    Object.defineProperty(mapped, 'name', { value: map.name, configurable: true });
    Object.defineProperty(watched, 'map', { ...Object.getOwnPropertyDescriptor(limit, 'map'), value: mapped });
  }
  markAdapted(watched, () => lock);
  return watched as Limit;
}

function copyMembers(from: object, to: object): void {
  for (const key of Reflect.ownKeys(from)) {
    const member = Reflect.getOwnPropertyDescriptor(from, key);
    if (member !== undefined && key !== 'prototype' && key !== 'map') Reflect.defineProperty(to, key, member);
  }
}
