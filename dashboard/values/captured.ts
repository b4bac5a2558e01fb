const maxText = 200;
const maxItems = 8;

/** A captured value's node: docs and types of its form are where it is captured, in the program. */
export interface CapturedNode {
  readonly t: string;
  readonly class?: string;
  readonly name?: string;
  readonly length?: number;
  readonly state?: string;
  readonly why?: string;
  /** There only where a `ref` names it. */
  readonly id?: number;
  /** Why `v` is not the whole. */
  readonly cut?: string;
  readonly v?: unknown;
}

/** Undefined: it is a value that JSON has by itself. */
export function nodeOf(value: unknown): CapturedNode | undefined {
  const isNode = typeof value === 'object' && value !== null && typeof (value as CapturedNode).t === 'string';
  return isNode ? (value as CapturedNode) : undefined;
}

const collections = new Set(['object', 'error', 'array', 'map', 'set']);

export function isCollection(node: CapturedNode | undefined): node is CapturedNode {
  return node !== undefined && collections.has(node.t);
}

/** How many are in it here; `length` says how many there were in the program. */
export function countOf({ v }: CapturedNode): number {
  if (Array.isArray(v)) return v.length;
  return typeof v === 'object' && v !== null ? Object.keys(v).length : 0;
}

/** In one line, as a person would write it. */
export function sayValue(value: unknown): string {
  const text = show(value, 1).replaceAll(/[\r\n]+/g, '↵');
  const characters = [...text.slice(0, 2 * maxText)];
  return characters.length > maxText ? `${characters.slice(0, maxText - 1).join('')}…` : text;
}

/** What it is, for its colour. */
export function sortOf(value: unknown): 'string' | 'number' | 'word' | 'hidden' | 'other' {
  const node = nodeOf(value);
  if (node === undefined) {
    if (typeof value === 'string') return 'string';
    return typeof value === 'number' ? 'number' : 'word';
  }
  if (node.t === 'string') return 'string';
  if (node.t === 'number' || node.t === 'bigint' || node.t === 'date') return 'number';
  if (node.t === 'undefined' || node.t === 'hole') return 'word';
  return ['redacted', 'getter', 'unreadable', 'proxy', 'ref'].includes(node.t) ? 'hidden' : 'other';
}

/** What of it was left out, in words; undefined: nothing. */
export function sayCut(node: CapturedNode): string | undefined {
  if (node.t === 'string') return `cut: ${[...String(node.v)].length} of ${node.length} characters`;
  switch (node.cut) {
    case undefined:
      return undefined;
    case 'depth':
      return 'not captured: too deep inside';
    case 'size':
      return node.length === undefined ? `cut after ${countOf(node)}` : `cut: ${countOf(node)} of ${node.length}`;
    case 'budget':
      return 'cut: the whole capture was too large';
    case 'time':
      return 'cut: reading it took too long';
    default:
      return `cut: ${node.cut}`;
  }
}

function show(value: unknown, depth: number): string {
  const node = nodeOf(value);
  if (node === undefined) return typeof value === 'string' ? JSON.stringify(value) : String(value);
  switch (node.t) {
    case 'string':
      return `${JSON.stringify(node.v)}…`;
    case 'bigint':
      return `${String(node.v)}n`;
    case 'number':
    case 'symbol':
    case 'date':
    case 'regexp':
      return String(node.v);
    case 'undefined':
      return 'undefined';
    case 'hole':
      return '(empty)';
    case 'external':
      return '(outside of the language)';
    case 'function':
      return `${node.class === 'class' ? 'class' : 'ƒ'} ${node.name || '(anonymous)'}`;
    case 'bytes':
      return `${node.class}(${node.length} bytes)`;
    case 'boxed':
      return `${node.class} {${show(node.v, depth)}}`;
    case 'promise':
      return node.state === undefined ? node.class || 'Promise' : `Promise (${node.state})`;
    case 'proxy':
      return '(a proxy, not looked into)';
    case 'getter':
      return '(a getter, not run)';
    case 'unreadable':
      return '(not initialised)';
    case 'redacted':
      return `hidden: ${node.why}`;
    case 'ref':
      return `↑ the same as #${node.id}`;
    default:
      return collection(node, depth);
  }
}

function collection(node: CapturedNode, depth: number): string {
  if (node.t === 'error') return errorLine(node);
  const { class: name = '', length, t, v } = node;
  const size = t === 'object' || length === undefined ? '' : `(${length})`;
  const head = name === 'Object' || (name === 'Array' && size !== '') ? size : `${name}${size}`;
  const lead = head === '' ? '' : `${head} `;
  const [open, close] = t === 'array' ? ['[', ']'] : ['{', '}'];
  if (v === undefined || v === null || depth < 0) return `${lead}${open}…${close}`;
  const parts = Array.isArray(v)
    ? v.slice(0, maxItems).map(one => entry(t, one, depth - 1))
    : Object.entries(v)
        .slice(0, maxItems)
        .map(([key, one]) => `${key}: ${show(one, depth - 1)}`);
  const more = countOf(node) > maxItems || node.cut !== undefined ? ['…'] : [];
  return `${lead}${open}${[...parts, ...more].join(', ')}${close}`;
}

function entry(t: string, one: unknown, depth: number): string {
  if (t !== 'map' || !Array.isArray(one)) return show(one, depth);
  return `${show(one[0], depth)} → ${show(one[1], depth)}`;
}

function errorLine({ class: name = 'Error', v }: CapturedNode): string {
  const message = (v as Record<string, unknown> | undefined)?.message;
  const text = nodeOf(message)?.v ?? message;
  return typeof text === 'string' && text !== '' ? `${name}: ${text}` : name;
}
