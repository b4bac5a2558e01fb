import { fail, hideSecrets } from '../../../base/index.ts';
import { adaptedRecordOf, mark } from './adapted.ts';
import { type LockBook, lockBook } from './book.ts';
import type { LockKind } from './lock-record.ts';
import { Releases } from './releases.ts';
import { isThenable } from './settle.ts';
import type { Lock, Ticket } from './ticket.ts';

export interface TrackLockOptions {
  /** Made from the kind and a number unless given. */
  readonly name?: string;
  readonly kind?: LockKind;
  /** How many may hold it at once; 1 unless said. */
  readonly capacity?: number;
  /** Its holder may take it again. */
  readonly reentrant?: boolean;
}

type Run = <R>(...args: [fn: (held: unknown) => R] | [name: string, fn: (held: unknown) => R]) => Promise<Awaited<R>>;

/** The same lock, watched; `run` takes it, calls the function and lets go however that ends. */
export type TrackedLock<L> = L & { readonly run: L extends { run: infer R } ? R : Run };

type Method = (...args: unknown[]) => unknown;
const takes = new Set<PropertyKey>(['acquire', 'lock', 'tryAcquire', 'tryLock']);
const lets = new Set<PropertyKey>(['release', 'unlock', 'destroy']);
const runs = new Set<PropertyKey>(['runExclusive', 'use', 'withLock']);

/**
 * Watches any lock: an object with `acquire` and `release`, one whose `acquire` gives a function (or an object with
 * `release`) that lets go, or one with `runExclusive`. What it returns has the same members and behaves the same.
 */
export function trackLock<L extends object>(lock: L, options: TrackLockOptions | string = {}): TrackedLock<L> {
  const {
    name,
    kind = 'custom',
    capacity = 1,
    reentrant = false,
  } = typeof options === 'string' ? { name: options } : options;
  const book = lockBook();
  const watched = adaptedRecordOf(lock);
  const adapted = watched !== undefined;
  const record =
    watched ?? book.recordOf(lock, () => ({ kind, name: name ?? book.nameFor('lock'), capacity, reentrant }));
  if (name !== undefined) record.name = hideSecrets(name);
  const releases = new Releases(book, record);
  const methods = new Map<PropertyKey, Method>();
  const runOn: Method = adapted
    ? (target, args) => runAdapted(target as object, args as unknown[])
    : (target, args) => runHolding(book, record, target as object, args as unknown[]);
  const proxy: object = new Proxy(lock, {
    get(target, key) {
      if (key === mark) return () => record;
      const value: unknown = Reflect.get(target, key, target);
      if (key === 'run' && value === undefined)
        return methods.get(key) ?? remember(key, (...args) => runOn(target, args));
      if (typeof value !== 'function' || isFixed(target, key)) return value;
      // Its methods see the object itself: private fields do not live on a proxy.
      return methods.get(key) ?? remember(key, wrap(target, key, value as Method));
    },
  });
  return proxy as TrackedLock<L>;

  function remember(key: PropertyKey, method: Method): Method {
    methods.set(key, method);
    return method;
  }

  function wrap(target: object, key: PropertyKey, method: Method): Method {
    const plain: Method = (...args) => Reflect.apply(method, target, args);
    if (adapted) return plain;
    if (takes.has(key)) return (...args) => take(book, record, releases, args, () => plain(...args));
    if (lets.has(key)) return (...args) => releases.letGoOf(args[0], () => plain(...args));
    if (runs.has(key)) return (...args) => runInside(book, record, plain, args);
    return plain;
  }
}

function take(book: LockBook, record: Lock, releases: Releases, args: unknown[], call: () => unknown): unknown {
  const ticket = book.wants(record, { signal: signalIn(args) }, take);
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    book.gaveUp(ticket);
    throw error;
  }
  if (!isThenable(result)) return releases.taken(ticket, result);
  return result.then(
    value => releases.taken(ticket, value),
    error => {
      book.gaveUp(ticket);
      throw error;
    },
  );
}

function runInside(book: LockBook, record: Lock, call: Method, args: unknown[], label?: string): unknown {
  const at = args.findIndex(arg => typeof arg === 'function');
  if (at < 0) return call(...args);
  const ticket = book.wants(record, { signal: signalIn(args), label }, runInside);
  const fn = args[at] as Method;
  const inside: Method = (...given) => {
    book.granted(ticket);
    return book.inside(ticket, () => fn(...given));
  };
  return ending(book, ticket, () => call(...args.with(at, inside)));
}

/** The hold ends when the whole call has: what it gives back is ours to hand on. */
function ending(book: LockBook, ticket: Ticket, call: () => unknown): unknown {
  let result: unknown;
  try {
    result = call();
  } catch (error) {
    book.released(ticket);
    throw error;
  }
  if (!isThenable(result)) {
    book.released(ticket);
    return result;
  }
  return result.then(
    value => {
      book.released(ticket);
      return value;
    },
    error => {
      book.released(ticket);
      throw error;
    },
  );
}

/** A lock that is watched already: its own way to run something. */
async function runAdapted(lock: object, args: unknown[]): Promise<unknown> {
  const fn = args.find(arg => typeof arg === 'function') as Method;
  const { run, runExclusive, use, add } = lock as Record<string, Method | undefined>;
  const own = run ?? runExclusive ?? use ?? add ?? (typeof lock === 'function' ? (lock as Method) : undefined);
  if (own === undefined) throw fail('bad-usage', 'run() needs a lock with runExclusive(), use() or add().');
  return Reflect.apply(own, lock, [fn]);
}

/** `run(name?, fn)`: the name is shown with the hold. */
async function runHolding(book: LockBook, record: Lock, lock: object, args: unknown[]): Promise<unknown> {
  const fn = args.find(arg => typeof arg === 'function') as Method;
  const { acquire, lock: take, release, unlock, runExclusive } = lock as Record<string, Method | undefined>;
  const grab = acquire ?? take;
  const label = typeof args[0] === 'string' ? args[0] : undefined;
  if (runExclusive !== undefined)
    return runInside(book, record, (...given) => Reflect.apply(runExclusive, lock, given), [fn], label);
  if (grab === undefined) throw fail('bad-usage', `run() needs a lock with acquire() or runExclusive().`);
  const ticket = book.wants(record, { label }, runHolding);
  try {
    const held = await Reflect.apply(grab, lock, []);
    book.granted(ticket);
    try {
      return await book.inside(ticket, () => fn(held));
    } finally {
      book.released(ticket);
      await letGo(held, lock, release ?? unlock);
    }
  } finally {
    book.gaveUp(ticket);
  }
}

function letGo(held: unknown, lock: object, release: Method | undefined): unknown {
  if (typeof held === 'function') return held();
  const own = (held as { release?: unknown } | null | undefined)?.release;
  if (typeof own === 'function') return Reflect.apply(own, held, []);
  return release === undefined ? undefined : Reflect.apply(release, lock, held === undefined ? [] : [held]);
}

/** A proxy must give back what cannot change as it is. */
function isFixed(target: object, key: PropertyKey): boolean {
  const own = Reflect.getOwnPropertyDescriptor(target, key);
  return own !== undefined && own.configurable === false && own.writable === false;
}

export function signalIn(args: readonly unknown[]): AbortSignal | undefined {
  for (const arg of args) {
    if (arg instanceof AbortSignal) return arg;
    const signal = typeof arg === 'object' && arg !== null ? (arg as { signal?: unknown }).signal : undefined;
    if (signal instanceof AbortSignal) return signal;
  }
  return undefined;
}
