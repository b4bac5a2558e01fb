import { type CapturedNode, countOf, isCollection, nodeOf, sayCut, sayValue } from './captured.ts';

/** One leaf that is not the same. `unknown`: what was captured does not tell. */
export interface Difference {
  /** As a person reads it: `cart.items[3].name`. */
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed' | 'unknown';
  readonly before?: unknown;
  readonly after?: unknown;
  /** Of `unknown`: why not. */
  readonly why?: string;
}

export interface Diff {
  readonly differences: readonly Difference[];
  /** Leaves that are the same on both sides. */
  readonly same: number;
  /** There are more than are listed. */
  readonly cut: boolean;
}

const most = 1_000;

type Locals = Readonly<Record<string, unknown>>;

/** What is different between two moments: names and all that is in them, leaf by leaf. */
export function diffLocals(before: Locals, after: Locals): Diff {
  const work = new Comparison(before, after);
  work.fields('', before, after);
  return { differences: work.found.slice(0, most), same: work.same, cut: work.found.length > most };
}

class Comparison {
  readonly found: Difference[] = [];
  same = 0;
  readonly #before: ReadonlyMap<number, CapturedNode>;
  readonly #after: ReadonlyMap<number, CapturedNode>;
  /** Pairs that are being compared or were: values may be in themselves. */
  readonly #seen = new Map<CapturedNode, Set<CapturedNode>>();

  constructor(before: Locals, after: Locals) {
    this.#before = named(before);
    this.#after = named(after);
  }

  fields(path: string, before: Locals, after: Locals, isWhole = { before: true, after: true }): void {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const at = path === '' ? name : member(path, name);
      this.#slot(at, Object.hasOwn(before, name), before[name], Object.hasOwn(after, name), after[name], isWhole);
    }
  }

  #slot(path: string, isIn: boolean, before: unknown, isInAfter: boolean, after: unknown, isWhole: Whole): void {
    if (this.found.length > most) return;
    if (isIn && isInAfter) this.#values(path, before, after);
    else if (isIn && isWhole.after) this.found.push({ path, change: 'removed', before });
    else if (isInAfter && isWhole.before) this.found.push({ path, change: 'added', after });
    // What was cut off there may have it.
    else if (isIn) this.#unknown(path, { before }, 'the later one was cut before it');
    else this.#unknown(path, { after }, 'the earlier one was cut before it');
  }

  #values(path: string, before: unknown, after: unknown): void {
    const [one, other] = [resolved(nodeOf(before), this.#before), resolved(nodeOf(after), this.#after)];
    if (one === undefined || other === undefined) {
      if (one === undefined && other === undefined && before === after) this.same++;
      else this.found.push({ path, change: 'changed', before, after });
      return;
    }
    if (one.t !== other.t || one.class !== other.class) {
      this.found.push({ path, change: 'changed', before, after });
      return;
    }
    const partners = this.#seen.get(one) ?? new Set();
    if (partners.has(other)) return;
    this.#seen.set(one, partners.add(other));
    if (isCollection(one)) this.#collections(path, one, other);
    else this.#leaves(path, one, other);
  }

  #leaves(path: string, before: CapturedNode, after: CapturedNode): void {
    const hidden = unseen[before.t];
    if (sayValue(before) !== sayValue(after) || before.length !== after.length)
      this.found.push({ path, change: 'changed', before, after });
    else if (hidden !== undefined) this.#unknown(path, { before, after }, hidden);
    else if (before.t === 'boxed') this.#values(path, before.v, after.v);
    else this.same++;
  }

  #collections(path: string, before: CapturedNode, after: CapturedNode): void {
    const isWhole = { before: before.cut === undefined, after: after.cut === undefined };
    const cut = sayCut(before) ?? sayCut(after);
    if (before.length !== after.length && (before.t === 'map' || before.t === 'set' || before.t === 'array')) {
      this.found.push({ path: `${path}.length`, change: 'changed', before: before.length, after: after.length });
    }
    if (countOf(before) === 0 && countOf(after) === 0) {
      if (cut === undefined) this.same++;
      else this.#unknown(path, { before, after }, cut);
      return;
    }
    const [one, other] = [fieldsOf(before), fieldsOf(after)];
    if (before.t === 'object' || before.t === 'error') this.fields(path, one, other, isWhole);
    else
      for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
        const [isIn, isInAfter] = [Object.hasOwn(one, key), Object.hasOwn(other, key)];
        this.#slot(`${path}[${key}]`, isIn, one[key], isInAfter, other[key], isWhole);
      }
    if (cut !== undefined) this.#unknown(path, {}, cut);
  }

  #unknown(path: string, sides: Pick<Difference, 'before' | 'after'>, why: string): void {
    this.found.push({ path, change: 'unknown', ...sides, why });
  }
}

interface Whole {
  readonly before: boolean;
  readonly after: boolean;
}

/** Kinds of which the same line may stand for another value. */
const unseen: Readonly<Record<string, string>> = {
  redacted: 'it is hidden',
  bytes: 'of bytes only their number is captured',
  string: 'only its beginning is captured',
  getter: 'getters are not run',
  proxy: 'a proxy is not looked into',
};

/** By index; of a map by its keys, of a set by its elements: their order does not count. */
function fieldsOf({ t, v }: CapturedNode): Locals {
  if (!Array.isArray(v)) return (v ?? {}) as Locals;
  if (t === 'map')
    return Object.fromEntries(v.map(one => (Array.isArray(one) ? [sayValue(one[0]), one[1]] : [sayValue(one), one])));
  return Object.fromEntries(v.map((one, at) => [t === 'set' ? sayValue(one) : String(at), one]));
}

function member(path: string, name: string): string {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`;
}

function resolved(node: CapturedNode | undefined, nodes: ReadonlyMap<number, CapturedNode>): CapturedNode | undefined {
  return node?.t === 'ref' ? (nodes.get(node.id!) ?? node) : node;
}

/** Nodes that others refer to. */
function named(locals: Locals): Map<number, CapturedNode> {
  const nodes = new Map<number, CapturedNode>();
  const open: unknown[] = Object.values(locals);
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one !== 'object' || one === null) continue;
    const node = nodeOf(one);
    if (node?.id !== undefined && node.t !== 'ref') nodes.set(node.id, node);
    for (const below of Object.values(node === undefined ? one : { v: node.v })) open.push(below);
  }
  return nodes;
}
