import { types } from 'node:util';

/** What may be told of a message: its type and how much text it carries, never the text. */
export interface MessageShape {
  readonly type: string;
  /** Characters of text, or bytes, found in it; a bound is put on how far we look. */
  readonly length: number;
}

const typeKeys = ['type', 'event', 'object', 'role', 'kind'] as const;
const maxTypeLength = 64;
const maxNodes = 200;
const maxDepth = 5;

export function shapeOf(message: unknown): MessageShape {
  return { type: typeOf(message), length: textLength(message) };
}

/** Read from data properties only: no getter and no proxy trap of the program runs. */
export function typeOf(message: unknown): string {
  if (typeof message !== 'object' || message === null) return message === null ? 'null' : typeof message;
  if (types.isProxy(message)) return 'object';
  for (const key of typeKeys) {
    const value = dataOf(message, key);
    if (typeof value === 'string' && value !== '') return value.slice(0, maxTypeLength);
  }
  return Array.isArray(message) ? 'array' : 'object';
}

/** The text to show of a message, cut at `max` characters; undefined where it has none. */
export function textOf(message: unknown, max: number): string | undefined {
  const parts: string[] = [];
  let left = max;
  walk(message, (text, key) => {
    if (left <= 0 || !textKeys.has(key)) return;
    const part = text.slice(0, left);
    left -= part.length;
    parts.push(part);
  });
  return parts.length === 0 ? undefined : parts.join(' ');
}

// Where the clients' messages keep what people read; ids, models and the like are not shown.
const textKeys = new Set([
  '',
  'text',
  'content',
  'delta',
  'partial_json',
  'arguments',
  'result',
  'message',
  'thinking',
]);

function textLength(message: unknown): number {
  let length = 0;
  walk(message, text => {
    length += text.length;
  });
  if (types.isUint8Array(message)) length += message.byteLength;
  return length;
}

function walk(root: unknown, see: (text: string, key: string) => void): void {
  let nodes = 0;
  const visit = (value: unknown, key: string, depth: number): void => {
    if (++nodes > maxNodes) return;
    if (typeof value === 'string') {
      see(value, key);
      return;
    }
    if (typeof value !== 'object' || value === null || depth >= maxDepth || types.isProxy(value)) return;
    if (ArrayBuffer.isView(value)) return;
    if (Array.isArray(value)) {
      const length = Math.min(value.length, maxNodes - nodes);
      for (let at = 0; at < length; at++) visit(dataOf(value, String(at)), key, depth + 1);
      return;
    }
    for (const name of Object.keys(value).slice(0, maxNodes)) visit(dataOf(value, name), name, depth + 1);
  };
  visit(root, '', 0);
}

/** An own data property, or one that a class put on its prototype as data; undefined where reading would run code. */
export function dataOf(holder: object, key: string): unknown {
  if (types.isProxy(holder)) return undefined;
  return Object.getOwnPropertyDescriptor(holder, key)?.value;
}
