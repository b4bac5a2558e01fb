import { markAdapted, patchMethod } from '../adapted.ts';
import type { LockBook } from '../book.ts';
import type { Lock } from '../ticket.ts';
import { runSlot } from './slot.ts';

interface RequestOptions {
  readonly mode?: string;
  readonly steal?: boolean;
  readonly signal?: AbortSignal;
}

type Callback = (lock: unknown) => unknown;

/** `navigator.locks`, where Node has it (24 and later). Nothing of it is loaded before the program asks for it. */
export function adaptWebLocks(book: LockBook): void {
  if (Number(process.versions.node.split('.')[0]) < 24) return;
  const { navigator } = globalThis as { navigator?: object };
  const home = navigator === undefined ? undefined : (Object.getPrototypeOf(navigator) as object);
  const before = home === undefined ? undefined : Object.getOwnPropertyDescriptor(home, 'locks');
  if (home === undefined || before?.get === undefined || before.configurable !== true) return;
  const read = before.get;
  const get = function (this: unknown): unknown {
    const locks: unknown = Reflect.apply(read, this, []);
    book.rt.guard('web locks', () => {
      Object.defineProperty(home, 'locks', before);
      adaptLockManager(book, Object.getPrototypeOf(locks) as object);
    });
    return locks;
  };
  Object.defineProperty(get, 'name', { value: read.name, configurable: true });
  Object.defineProperty(home, 'locks', { ...before, get });
}

function adaptLockManager(book: LockBook, prototype: object): void {
  // By name: the manager makes no object for a lock. Idle ones are forgotten.
  const records = new Map<string, Lock>();
  const recordOf = (name: string): Lock => {
    let lock = records.get(name);
    if (lock === undefined) {
      if (records.size >= 500) for (const [old, one] of records) if (one.idle) records.delete(old);
      lock = book.make({ kind: 'weblock', name: `web lock "${name}"` });
      records.set(name, lock);
    }
    return lock;
  };
  if (!markAdapted(prototype, () => recordOf(''))) return;
  patchMethod(prototype, 'request', original => {
    return function request(this: object, ...args: unknown[]) {
      const at = typeof args[1] === 'function' ? 1 : 2;
      const callback = args[at];
      if (typeof callback !== 'function' || typeof args[0] !== 'string') return Reflect.apply(original, this, args);
      const { mode, steal, signal } = (at === 2 && args[1] ? args[1] : {}) as RequestOptions;
      const lock = recordOf(args[0]);
      if (steal === true) for (const hold of [...lock.holders]) book.released(hold);
      const stale = signal === undefined ? undefined : () => ticket.state === 'waiting' && signal.aborted;
      const ticket = book.wants(lock, { shared: mode === 'shared', signal, stale }, request);
      const inside: Callback = given => {
        if (given !== null) return runSlot(book, ticket, () => (callback as Callback)(given));
        book.gaveUp(ticket);
        return (callback as Callback)(given);
      };
      return Reflect.apply(original, this, args.with(at, inside));
    };
  });
}
