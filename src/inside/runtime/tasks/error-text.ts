import { types } from 'node:util';

const maxLength = 300;

/** Name and message of whatever was thrown, on one line. No getter, proxy trap or toString of the program's runs. */
export function nameError(error: unknown): string {
  if (typeof error === 'string') return cut(error);
  if (typeof error !== 'object' || error === null) return typeof error === 'function' ? 'a function' : String(error);
  if (types.isProxy(error)) return 'a proxy';
  // Some have a getter for it, as in chai.
  const name = errorName(error) ?? (types.isNativeError(error) ? (className(error) ?? 'Error') : 'Object');
  const message = textOf(error, 'message') ?? '';
  return cut(message === '' ? name : `${name}: ${message}`);
}

function className(error: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(error);
  if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype)) return undefined;
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  if (typeof made !== 'function' || types.isProxy(made)) return undefined;
  const name: unknown = Object.getOwnPropertyDescriptor(made, 'name')?.value;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

/** Undefined where it cannot be read without running code of the program's. */
export function errorName(error: unknown): string | undefined {
  return typeof error === 'object' && error !== null ? textOf(error, 'name') : undefined;
}

export function isAbortError(error: unknown): boolean {
  return error instanceof Error && errorName(error) === 'AbortError';
}

// A DOMException, such as an AbortError, has Node's own getters; taken when we load, they run nothing of the program's.
const domException = DOMException.prototype;
const ofDomException: Readonly<Record<string, (() => unknown) | undefined>> = {
  name: Object.getOwnPropertyDescriptor(domException, 'name')?.get,
  message: Object.getOwnPropertyDescriptor(domException, 'message')?.get,
};

function textOf(from: object, key: string): string | undefined {
  let at: object | null = from;
  for (let step = 0; at !== null && step < 10 && !types.isProxy(at); step++) {
    const found = Object.getOwnPropertyDescriptor(at, key);
    if (found !== undefined) return typeof found.value === 'string' ? found.value : domText(from, at, key);
    at = Object.getPrototypeOf(at);
  }
  return undefined;
}

function domText(error: object, owner: object, key: string): string | undefined {
  const get = owner === domException ? ofDomException[key] : undefined;
  if (get === undefined) return undefined;
  try {
    return String(Reflect.apply(get, error, []));
  } catch {
    return undefined; // Its prototype was put on something else.
  }
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength)}…`;
}
