import { types } from 'node:util';
import { arrayPrototype, getOwnPropertyDescriptor, getPrototypeOf, objectPrototype } from './intrinsics.ts';

const { isProxy } = types;

/** The name of an object's class, by data properties alone. Empty where there is none to see. */
export function classOf(value: object): string {
  for (let at: unknown = getPrototypeOf(value), steps = 0; at !== null && steps < 5; steps++) {
    // Most are one of these.
    if (at === objectPrototype) return 'Object';
    if (at === arrayPrototype) return 'Array';
    if (isProxy(at)) return 'Proxy';
    const made = getOwnPropertyDescriptor(at as object, 'constructor')?.value;
    if (typeof made === 'function') return nameOf(made);
    at = getPrototypeOf(at as object);
  }
  return '';
}

export function nameOf(fn: object): string {
  if (isProxy(fn)) return 'Proxy';
  const name = getOwnPropertyDescriptor(fn, 'name')?.value;
  return typeof name !== 'string' ? '' : name.length > 80 ? name.slice(0, 80) : name;
}
