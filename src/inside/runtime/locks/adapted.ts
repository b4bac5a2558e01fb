import type { Lock } from './ticket.ts';

/** What a watched lock answers with the way to its record. */
export const mark = Symbol.for('eddy.locks.adapted.1');

export type AnyClass = abstract new (...args: never[]) => object;
type Method = (this: never, ...args: never[]) => unknown;

/** True when it was done now; false when it was before, by us or by another copy of us. `recordOf` finds the lock's record. */
export function markAdapted(thing: object, recordOf: (lock: never) => Lock): boolean {
  if (Object.hasOwn(thing, mark)) return false;
  Object.defineProperty(thing, mark, { value: recordOf });
  return true;
}

/** The record of a lock that its package's adapter watches already. */
export function adaptedRecordOf(lock: object): Lock | undefined {
  return (lock as { [mark]?: (lock: object) => Lock })[mark]?.(lock);
}

/** Replaces a method in place: same name, same length, same visibility, so that a program that looks finds what was there. */
export function patchMethod(holder: object, name: PropertyKey, make: (original: Method) => Method): boolean {
  const before = Object.getOwnPropertyDescriptor(holder, name);
  if (before === undefined || typeof before.value !== 'function' || before.configurable === false) return false;
  const original = before.value as Method;
  const patched = make(original);
  Object.defineProperties(patched, {
    name: { value: original.name, configurable: true },
    length: { value: original.length, configurable: true },
  });
  Object.defineProperty(holder, name, { ...before, value: patched });
  return true;
}
