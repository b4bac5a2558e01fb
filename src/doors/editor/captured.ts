const maxText = 200;
const maxItems = 8;

/** A captured value's node; its form is told where it is captured, in the program. */
export interface CapturedNode {
  readonly t: string;
  readonly class?: string;
  readonly name?: string;
  readonly length?: number;
  readonly state?: string;
  readonly why?: string;
  readonly id?: number;
  readonly cut?: string;
  readonly v?: unknown;
}

export function nodeOf(value: unknown): CapturedNode | undefined {
  const isNode = typeof value === 'object' && value !== null && typeof (value as CapturedNode).t === 'string';
  return isNode ? (value as CapturedNode) : undefined;
}

/** In one line, as an editor shows it beside the name. */
export function valueText(value: unknown): string {
  const text = show(value, 1).replaceAll(/[\r\n]+/g, '↵');
  const characters = [...text.slice(0, 2 * maxText)];
  return characters.length > maxText ? `${characters.slice(0, maxText - 1).join('')}…` : text;
}

export function typeText(value: unknown): string {
  const node = nodeOf(value);
  if (node === undefined) return value === null ? 'null' : typeof value;
  return node.class === undefined || node.class === '' ? node.t : node.class;
}

const collections = new Set(['object', 'error', 'array', 'map', 'set']);

/** Whether there is something in it to be opened. */
export function hasParts(value: unknown): boolean {
  const node = nodeOf(value);
  if (node === undefined) return false;
  if (node.t === 'getter' || node.t === 'ref') return true;
  if (!collections.has(node.t)) return false;
  if (node.cut !== undefined || node.v === undefined) return true;
  return Array.isArray(node.v) ? node.v.length > 0 : Object.keys(node.v as object).length > 0;
}

function show(value: unknown, depth: number): string {
  const node = nodeOf(value);
  if (node === undefined) return typeof value === 'string' ? JSON.stringify(value) : String(value);
  switch (node.t) {
    case 'string':
      return `${JSON.stringify(node.v)}… (${node.length} characters)`;
    case 'bigint':
      return `${String(node.v)}n`;
    case 'number':
    case 'symbol':
    case 'date':
    case 'regexp':
      return String(node.v);
    case 'undefined':
    case 'hole':
    case 'external':
      return node.t;
    case 'function':
      return `${node.class === 'class' ? 'class' : 'ƒ'} ${node.name || '(anonymous)'}`;
    case 'bytes':
      return `${node.class}(${node.length} bytes)`;
    case 'boxed':
      return `${node.class} {${show(node.v, depth)}}`;
    case 'promise':
      return node.state === undefined ? node.class || 'Promise' : `Promise {<${node.state}>}`;
    case 'proxy':
      return 'Proxy (not looked into)';
    case 'getter':
      return '(…)';
    case 'unreadable':
      return '(not initialised)';
    case 'redacted':
      return `[redacted: ${node.why}]`;
    case 'ref':
      return '(the same object as above)';
    default:
      return collection(node, depth);
  }
}

function collection(node: CapturedNode, depth: number): string {
  const name = node.class ?? '';
  const size = node.t === 'object' || node.t === 'error' || node.length === undefined ? '' : `(${node.length})`;
  const prefix = name === 'Object' || (name === 'Array' && size !== '') ? size : `${name}${size}`;
  const lead = prefix === '' ? '' : `${prefix} `;
  const [open, close] = node.t === 'array' ? ['[', ']'] : ['{', '}'];
  if (node.t === 'error') return errorText(node);
  if (node.v === undefined || depth < 0) return `${lead}${open}…${close}`;
  const parts = Array.isArray(node.v)
    ? node.v.slice(0, maxItems).map(one => item(node.t, one, depth - 1))
    : Object.entries(node.v as object)
        .slice(0, maxItems)
        .map(([key, one]) => `${key}: ${show(one, depth - 1)}`);
  const count = Array.isArray(node.v) ? node.v.length : Object.keys(node.v as object).length;
  const more = count > maxItems || node.cut !== undefined ? ['…'] : [];
  return `${lead}${open}${[...parts, ...more].join(', ')}${close}`;
}

function errorText({ class: name = 'Error', v }: CapturedNode): string {
  const message = (v as Record<string, unknown> | undefined)?.message;
  const text = nodeOf(message)?.v ?? message;
  return typeof text === 'string' && text !== '' ? `${name}: ${text}` : name;
}

function item(t: string, one: unknown, depth: number): string {
  if (t !== 'map' || !Array.isArray(one)) return show(one, depth);
  return `${show(one[0], depth)} => ${show(one[1], depth)}`;
}
