import { types } from 'node:util';

const maxLength = 300;

/** Name and message of whatever was thrown, on one line. No getter, proxy trap or toString of the program's runs. */
export function nameError(error: unknown): string {
  if (typeof error === 'string') return cut(error);
  if (typeof error !== 'object' || error === null) return typeof error === 'function' ? 'a function' : String(error);
  if (types.isProxy(error)) return 'a proxy';
  const name = textOf(error, 'name') ?? 'Object';
  const message = textOf(error, 'message') ?? '';
  return cut(message === '' ? name : `${name}: ${message}`);
}

function textOf(from: object, key: string): string | undefined {
  let at: object | null = from;
  for (let step = 0; at !== null && step < 10 && !types.isProxy(at); step++) {
    const found = Object.getOwnPropertyDescriptor(at, key);
    if (found !== undefined) return typeof found.value === 'string' ? found.value : undefined;
    at = Object.getPrototypeOf(at);
  }
  return undefined;
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength)}…`;
}
