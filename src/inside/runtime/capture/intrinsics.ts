// Taken when we load: what the program puts on prototypes later is not what we call. Each works on internal slots alone.
const call = Function.prototype.call;
const uncurry = <R>(fn: unknown): ((self: unknown, ...args: unknown[]) => R) => call.bind(fn as never) as never;
const getter = <R>(prototype: object, name: string | symbol) =>
  uncurry<R>(Object.getOwnPropertyDescriptor(prototype, name)?.get ?? (() => undefined));

export const { getOwnPropertyDescriptor, getPrototypeOf, keys: enumerableKeys } = Object;
export const { isArray } = Array;
export const objectPrototype = Object.prototype;
export const arrayPrototype = Array.prototype;
export const symbolText = uncurry<string>(Symbol.prototype.toString);
export const dateTime = uncurry<number>(Date.prototype.getTime);
export const dateText = uncurry<string>(Date.prototype.toISOString);
export const mapEntries = uncurry<Iterator<[unknown, unknown]>>(Map.prototype.entries);
export const setValues = uncurry<Iterator<unknown>>(Set.prototype.values);
export const nextEntry = uncurry<IteratorResult<[unknown, unknown]>>(getPrototypeOf(new Map().entries()).next);
export const nextValue = uncurry<IteratorResult<unknown>>(getPrototypeOf(new Set().values()).next);
export const mapSize = getter<number>(Map.prototype, 'size');
export const setSize = getter<number>(Set.prototype, 'size');
export const typedArrayBytes = getter<number>(getPrototypeOf(Uint8Array.prototype), 'byteLength');
export const typedArrayClass = getter<string>(getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag);
export const bufferBytes = getter<number>(ArrayBuffer.prototype, 'byteLength');
export const sharedBytes = getter<number>(SharedArrayBuffer.prototype, 'byteLength');
export const viewBytes = getter<number>(DataView.prototype, 'byteLength');
export const unboxNumber = uncurry<number>(Number.prototype.valueOf);
export const unboxString = uncurry<string>(String.prototype.valueOf);
export const unboxBoolean = uncurry<boolean>(Boolean.prototype.valueOf);
export const unboxBigint = uncurry<bigint>(BigInt.prototype.valueOf);
export const unboxSymbol = uncurry<symbol>(Symbol.prototype.valueOf);

const { defineProperty } = Object;

/** Into a plain object, which JSON writes three times as fast as one without prototype; no setter of the program's runs. */
export function putField<T>(into: Record<string, T>, key: string, value: T): void {
  if (key in objectPrototype)
    defineProperty(into, key, {
      __proto__: null,
      value,
      configurable: true,
      enumerable: true,
      writable: true,
    } as never);
  else into[key] = value;
}

const source = getter<string>(RegExp.prototype, 'source');
const flags = (
  [
    ['d', 'hasIndices'],
    ['g', 'global'],
    ['i', 'ignoreCase'],
    ['m', 'multiline'],
    ['s', 'dotAll'],
    ['u', 'unicode'],
    ['v', 'unicodeSets'],
    ['y', 'sticky'],
  ] as const
).map(([letter, name]) => [letter, getter<boolean>(RegExp.prototype, name)] as const);

/** Not `toString`, which reads `source` and `flags` as properties. */
export function regexpText(regexp: unknown): string {
  let text = `/${source(regexp)}/`;
  for (let at = 0; at < flags.length; at++) if (flags[at]?.[1](regexp) === true) text += flags[at]?.[0];
  return text;
}

// Where an error's stack is an accessor, it is this one on every error; any other getter there is the program's.
const stackGetter = getOwnPropertyDescriptor(new Error('probe'), 'stack')?.get;

// Node sets one of its own, which stands for none. If the program loaded us late, it may have put its own there before.
const atLoad: unknown = getOwnPropertyDescriptor(Error, 'prepareStackTrace')?.value;
const nodesPrepare = typeof atLoad === 'function' && atLoad.name === 'ErrorPrepareStackTrace' ? atLoad : undefined;

/**
 * An error's stack, if no code of the program's runs for it: V8 formats it when it is first read, and asks
 * `Error.prepareStackTrace`, if the program set one.
 */
export function stackText(error: object): string | undefined {
  const prepare = getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  if (prepare?.get !== undefined) return undefined;
  if (typeof prepare?.value === 'function' && prepare.value !== nodesPrepare) return undefined;
  const own = getOwnPropertyDescriptor(error, 'stack');
  if (own === undefined) return undefined;
  if (typeof own.value === 'string') return own.value;
  if (own.get === undefined || own.get !== stackGetter) return undefined;
  const text: unknown = call.call(own.get, error);
  return typeof text === 'string' ? text : undefined;
}

const domMessage = getter<unknown>(DOMException.prototype, 'message');

/** Of a DOMException, which keeps it in a slot; undefined of anything else. */
export function exceptionMessage(error: object): unknown {
  try {
    return domMessage(error);
  } catch {
    return undefined;
  }
}
