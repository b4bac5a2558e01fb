import { countOf, isCollection, nodeOf, sayCut, sayValue } from './captured.ts';
import type { Expressions } from './expressions.ts';

/** A name in scope, a field, an element or an entry. */
export interface Part {
  readonly name: string;
  readonly value: unknown;
  /** Reads it again; absent where there is no way to name it, or nobody to ask. */
  readonly expression?: string;
}

/** What a person has opened, and what was read since: a tree is drawn of it and the parts alone. */
export interface TreeState {
  /** Ids of rows. */
  readonly open: ReadonlySet<string>;
  /** By id: how many of a collection are shown. */
  readonly shown: ReadonlyMap<string, number>;
  /** By id: values that were read again, deeper or longer than they came. */
  readonly read: ReadonlyMap<string, unknown>;
}

export const closedTree: TreeState = { open: new Set(), shown: new Map(), read: new Map() };

/** Values are others now: what was read is not of them, and what was opened by reading is closed. */
export function forgetRead(state: TreeState): TreeState {
  if (state.read.size === 0) return state;
  return { ...state, read: new Map(), open: new Set([...state.open].filter(id => !state.read.has(id))) };
}

export interface TreeRow {
  /** Names from the root down: stays the same when the values are others. */
  readonly id: string;
  readonly parent: string | undefined;
  readonly depth: number;
  readonly name: string;
  readonly value: unknown;
  readonly expression?: string;
  /** Undefined: there is nothing in it. */
  readonly isOpen?: boolean;
  /** `more`: stands for parts that are not shown; `note`: says what is not there. */
  readonly kind: 'part' | 'more' | 'note';
  readonly text: string;
}

const page = 50;

/** The rows that are seen, from top to bottom. */
export function treeRows(parts: readonly Part[], state: TreeState, expressions: Expressions): TreeRow[] {
  const rows: TreeRow[] = [];
  const add = (part: Part, parent: string | undefined, depth: number) => {
    const id = parent === undefined ? part.name : `${parent}\n${part.name}`;
    const value = state.read.has(id) ? state.read.get(id) : part.value;
    const row = { id, parent, depth, name: part.name, value, kind: 'part', text: sayValue(value) } as const;
    const way = part.expression === undefined ? {} : { expression: part.expression };
    if (!canOpen(value, part.expression)) return void rows.push({ ...row, ...way });
    const isOpen = state.open.has(id);
    rows.push({ ...row, ...way, isOpen });
    if (!isOpen) return;
    const below = partsOf(value, part.expression, expressions);
    const shown = Math.max(page, state.shown.get(id) ?? 0);
    for (const one of below.slice(0, shown)) add(one, id, depth + 1);
    const rest = restOf(value, below.length, shown, part.expression !== undefined);
    if (rest === undefined) return;
    rows.push({ ...row, ...way, id: `${id}\n\n…`, parent: id, depth: depth + 1, name: '', ...rest });
  };
  for (const part of parts) add(part, undefined, 0);
  return rows;
}

/** What is directly in a value. */
export function partsOf(value: unknown, expression: string | undefined, expressions: Expressions): Part[] {
  const node = nodeOf(value);
  if (node === undefined) return [];
  const { t, v, class: className = '' } = node;
  const via = (make: (owner: string) => string) => (expression === undefined ? {} : { expression: make(expression) });
  if (t === 'boxed') return [{ name: 'value', value: v }];
  if (!Array.isArray(v)) {
    return Object.entries((v ?? {}) as Record<string, unknown>).map(([name, one]) => ({
      name,
      value: one,
      ...via(owner => expressions.member(owner, name, className)),
    }));
  }
  return v.map((one: unknown, at): Part => {
    if (t === 'array') return { name: String(at), value: one, ...via(owner => expressions.item(owner, at)) };
    if (t !== 'map' || !Array.isArray(one))
      return { name: String(at), value: one, ...via(owner => expressions.entry(owner, at, 'set')) };
    return { name: `${sayValue(one[0])} →`, value: one[1], ...via(owner => expressions.entry(owner, at, 'map')) };
  });
}

/** Whether opening it means that it is read first. */
export function mustBeRead(value: unknown): boolean {
  const node = nodeOf(value);
  if (node === undefined) return false;
  if (node.t === 'getter' || node.t === 'ref') return true;
  return isCollection(node) && node.cut !== undefined && countOf(node) === 0;
}

function canOpen(value: unknown, expression: string | undefined): boolean {
  const node = nodeOf(value);
  if (node === undefined) return false;
  if (node.t === 'boxed') return true;
  if (mustBeRead(value)) return expression !== undefined || isCollection(node);
  return isCollection(node) && countOf(node) > 0;
}

function restOf(
  value: unknown,
  held: number,
  shown: number,
  canRead: boolean,
): Pick<TreeRow, 'kind' | 'text'> | undefined {
  const node = nodeOf(value)!;
  if (held > shown)
    return { kind: 'more', text: `${shown} of ${held} shown. Show ${Math.min(page, held - shown)} more` };
  const note = sayCut(node);
  if (note === undefined || node.t === 'string') return undefined;
  return canRead && held > 0 ? { kind: 'more', text: `${note}. Read more` } : { kind: 'note', text: note };
}

/** Of a row that stands for more: how many are shown when it is chosen, and whether they must be read first. */
export function nextPage(
  value: unknown,
  shown: number | undefined,
): { readonly shown: number; readonly readFrom?: number } {
  const held = countOf(nodeOf(value)!);
  const next = Math.max(page, shown ?? 0) + page;
  return next - page < held ? { shown: next } : { shown: next, readFrom: held };
}

/** A collection with those that were read after them. */
export function joined(value: unknown, more: unknown): unknown {
  const [before, after] = [nodeOf(value), nodeOf(more)];
  if (before === undefined || after === undefined) return value;
  const v =
    Array.isArray(before.v) && Array.isArray(after.v)
      ? [...before.v, ...after.v]
      : { ...(before.v as object), ...(after.v as object) };
  const whole = { ...before, v };
  const isAll = countOf(after) === 0 || (before.length !== undefined && countOf(whole) >= before.length);
  const { cut: _, ...uncut } = whole;
  return isAll || (before.length === undefined && after.cut === undefined) ? uncut : whole;
}
