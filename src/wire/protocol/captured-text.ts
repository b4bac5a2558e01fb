const maxItems = 20;
const maxDepth = 4;

/** A captured value as a person would write it, in JavaScript's way; it may have many lines. Its form is told in the program's capture. */
export function showCaptured(value: unknown): string {
  return show(value, 0);
}

interface Node {
  readonly t?: unknown;
  readonly class?: unknown;
  readonly name?: unknown;
  readonly length?: unknown;
  readonly why?: unknown;
  readonly state?: unknown;
  readonly id?: unknown;
  readonly cut?: unknown;
  readonly v?: unknown;
}

function show(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const node = value as Node;
  switch (node.t) {
    case 'string':
      return `${JSON.stringify(node.v)}… (${String(node.length)} characters)`;
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
      return String(node.t);
    case 'function':
      return `[${node.class === 'class' ? 'class' : 'function'} ${String(node.name || '(anonymous)')}]`;
    case 'bytes':
      return `${String(node.class)}(${String(node.length)} bytes)`;
    case 'boxed':
      return `[${String(node.class)}: ${show(node.v, depth)}]`;
    case 'promise':
      return node.state === undefined ? String(node.class || 'Promise') : `Promise(${String(node.state)})`;
    case 'proxy':
      return '[a proxy, not looked into]';
    case 'getter':
      return '[a getter, not run]';
    case 'unreadable':
      return '[not initialised]';
    case 'redacted':
      return `[redacted: ${String(node.why)}]`;
    case 'ref':
      return `[see #${String(node.id)}]`;
    default:
      return collection(node, depth);
  }
}

function collection(node: Node, depth: number): string {
  const mark = node.id === undefined ? '' : `#${String(node.id)} `;
  if (node.t === 'error') return mark + errorText(node, depth);
  const name =
    node.class === 'Object' || node.class === 'Array' || node.class === undefined ? '' : `${String(node.class)} `;
  const size = typeof node.length === 'number' ? `(${node.length}) ` : '';
  if (node.v === undefined || depth >= maxDepth) return `${mark}${name}${size}${node.t === 'array' ? '[…]' : '{…}'}`;
  const more = node.cut === undefined ? [] : ['…'];
  if (Array.isArray(node.v)) {
    const items = node.v.slice(0, maxItems).map(one => item(node.t, one, depth));
    const rest = node.v.length > maxItems ? ['…'] : more;
    const [open, close] = node.t === 'array' ? ['[', ']'] : ['{', '}'];
    return `${mark}${name}${node.t === 'array' ? '' : size}${open}${[...items, ...rest].join(', ')}${close}`;
  }
  const entries = Object.entries(node.v as Record<string, unknown>);
  const shown = entries.slice(0, maxItems).map(([key, one]) => `${key}: ${show(one, depth + 1)}`);
  const rest = entries.length > maxItems ? ['…'] : more;
  return `${mark}${name}{${[...shown, ...rest].join(', ')}}`;
}

function item(t: unknown, one: unknown, depth: number): string {
  if (t !== 'map' || !Array.isArray(one)) return show(one, depth + 1);
  return `${show(one[0], depth + 1)} => ${show(one[1], depth + 1)}`;
}

/** Its stack is for who opens it. */
function errorText({ class: name, v }: Node, depth: number): string {
  const { message, stack: _, ...more } = (v ?? {}) as Record<string, unknown>;
  const said = typeof message === 'string' ? message : (message as Node | undefined)?.v;
  const rest = Object.keys(more).length === 0 ? '' : ` ${show({ t: 'object', v: more }, depth)}`;
  return `${String(name || 'Error')}${said === undefined || said === '' ? '' : `: ${String(said)}`}${rest}`;
}
