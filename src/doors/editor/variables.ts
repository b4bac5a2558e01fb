import { counter, fail } from '../../base/index.ts';
import type { Scope, Variable, VariablesArguments } from '../../wire/dap/index.ts';
import type { Variable as HeldVariable, Hold } from '../../wire/protocol/index.ts';
import { type CapturedNode, hasParts, nodeOf, typeText, valueText } from './captured.ts';
import type { EditorHub } from './editor-ports.ts';
import { type Language, languageOf } from './language.ts';
import { type Part, partsOf } from './parts.ts';
import type { Stop } from './stop.ts';
import type { ThreadBook } from './thread-book.ts';

type Open =
  | { readonly is: 'names'; readonly stop: Stop; readonly own: boolean }
  | { readonly is: 'flow'; readonly stop: Stop }
  | { readonly is: 'node'; readonly stop: Stop; node: CapturedNode; readonly path: string | undefined };

/** One evaluate gives so many elements of a collection, and fields of an object. */
const sliceOf = { array: 100, map: 100, set: 100, object: 50, error: 50 } as const;
/** Of a collection that an editor asks for whole. */
const mostAtOnce = 2_000;

/** The frame where it stands. */
const here = -1;

export interface VariablesWork {
  readonly hub: EditorHub;
  readonly threads: ThreadBook;
}

/** What is in scope where something stands still, opened as far as the editor asks. References hold until it goes on. */
export class Variables {
  readonly #work: VariablesWork;
  readonly #next = counter();
  readonly #open = new Map<number, Open>();
  /** By stop, then by frame. */
  readonly #names = new Map<string, Map<number, Promise<readonly HeldVariable[]>>>();

  constructor(work: VariablesWork) {
    this.#work = work;
  }

  async scopes(stop: Stop): Promise<Scope[]> {
    const names = await this.names(stop);
    const own = names.filter(one => one.own).length;
    const scope = (name: string, open: Open, count: number, more: Partial<Scope> = {}): Scope => ({
      name,
      variablesReference: this.#refer(open),
      namedVariables: count,
      expensive: false,
      ...more,
    });
    const scopes = [scope('Local', { is: 'names', stop, own: true }, own, { presentationHint: 'locals' })];
    if (own < names.length) scopes.push(scope('Closure', { is: 'names', stop, own: false }, names.length - own));
    const { namedVariables: _, ...flow } = scope('Flow', { is: 'flow', stop }, 0, { expensive: true });
    return [...scopes, flow];
  }

  names(stop: Stop): Promise<readonly HeldVariable[]> {
    const { key, frame = here } = stop;
    const frames = this.#names.get(key) ?? new Map<number, Promise<readonly HeldVariable[]>>();
    this.#names.set(key, frames);
    let names = frames.get(frame);
    if (names === undefined) {
      names = this.#work.hub.ask('variables', askOf(stop)).then(({ variables }) => variables);
      names.catch(() => frames.delete(frame));
      frames.set(frame, names);
    }
    return names;
  }

  async children({ variablesReference, filter, start = 0, count = 0 }: VariablesArguments): Promise<Variable[]> {
    const open = this.#opened(variablesReference);
    if (open.is === 'flow') return this.#flow(open.stop);
    if (open.is === 'names') {
      if (filter === 'indexed') return [];
      const names = (await this.names(open.stop)).filter(one => one.own === open.own);
      const shown = count > 0 ? names.slice(start, start + count) : names.slice(start);
      return shown.map(one => this.#named(one, open.stop));
    }
    const parts = await this.#parts(open, filter, start, count);
    return parts.map(part => this.#part(part, open.stop));
  }

  /** A value that was just read. `path`: reads it again; absent where that would do something. */
  shown(value: unknown, stop: Stop, path: string | undefined) {
    const node = nodeOf(value);
    const reference = node !== undefined && hasParts(value) ? this.#refer({ is: 'node', stop, node, path }) : 0;
    return { text: valueText(value), type: typeText(value), variablesReference: reference, ...countsOf(node) };
  }

  async evaluate(stop: Stop, expression: string): Promise<unknown> {
    return (await this.#work.hub.ask('evaluate', { ...askOf(stop), expression })).value;
  }

  /** A name in scope, or a part of what is behind a reference. */
  async set(variablesReference: number, name: string, expression: string) {
    const open = this.#opened(variablesReference);
    if (open.is === 'flow') throw fail('not-editable', `${name} says how the flow is: it cannot be changed.`);
    if (open.is === 'names') return this.setName(open.stop, name, expression);
    const parts = await this.#parts(open, undefined, 0, 0);
    const part = parts.find(one => one.name === name);
    if (part?.path === undefined) throw fail('not-editable', `${name} cannot be changed: there is no way to name it.`);
    return this.assign(open.stop, part.path, expression);
  }

  async setName(stop: Stop, name: string, expression: string) {
    const { variable } = await this.#work.hub.ask('set', { ...askOf(stop), name, expression });
    this.changed(stop);
    return this.shown(variable.value, stop, name);
  }

  /** To what an expression names: a name, or a way to a part. */
  async assign(stop: Stop, path: string, expression: string) {
    const names = await this.names(stop);
    if (names.some(({ name }) => name === path)) return this.setName(stop, path, expression);
    await this.evaluate(stop, this.language(stop).assign(path, expression));
    this.changed(stop);
    return this.shown(await this.evaluate(stop, path), stop, path);
  }

  language(stop: Stop): Language {
    return languageOf(this.#work.threads.target(stop.target));
  }

  /** What was read before may be so no more. */
  changed(stop: Stop): void {
    this.#names.delete(stop.key);
  }

  forget(stop: Stop): void {
    this.#names.delete(stop.key);
    for (const [id, open] of this.#open) if (open.stop.key === stop.key) this.#open.delete(id);
  }

  #opened(reference: number): Open {
    const open = this.#open.get(reference);
    if (open !== undefined) return open;
    throw fail('unknown-id', `There is no variable behind ${reference}: what it belonged to has gone on.`, {
      data: { short: 'notStopped', showUser: false },
    });
  }

  #refer(open: Open): number {
    const id = this.#next();
    this.#open.set(id, open);
    return id;
  }

  #named({ name, value, why, editable, edited }: HeldVariable, stop: Stop): Variable {
    if (why !== undefined)
      return { name, value: why, variablesReference: 0, presentationHint: { visibility: 'internal' } };
    const { text, ...rest } = this.shown(value, stop, name);
    const attributes = editable ? [] : ['readOnly'];
    return {
      name,
      value: edited === true ? `${text} (edited; written when it goes on)` : text,
      evaluateName: name,
      ...rest,
      ...(attributes.length === 0 ? {} : { presentationHint: { attributes } }),
    };
  }

  #part({ name, value, path }: Part, stop: Stop): Variable {
    const isLazy = nodeOf(value)?.t === 'getter';
    const { text, ...rest } = this.shown(value, stop, path);
    return {
      name,
      value: text,
      ...rest,
      ...(path === undefined ? {} : { evaluateName: path }),
      ...(isLazy ? { presentationHint: { lazy: true } } : {}),
    };
  }

  async #parts(open: Open & { is: 'node' }, filter: 'indexed' | 'named' | undefined, start: number, count: number) {
    const { stop, path } = open;
    const language = this.language(stop);
    if (path !== undefined && needsLook(open.node)) {
      const value = await this.evaluate(stop, path);
      const node = nodeOf(value);
      // A getter gives one value, which takes its place.
      if (open.node.t === 'getter') return [{ name: '', value, path }];
      if (node !== undefined) open.node = node;
    }
    const { node } = open;
    const isIndexed = node.t === 'array';
    if (filter !== undefined && isIndexed !== (filter === 'indexed')) return [];
    const held = Array.isArray(node.v) ? node.v.length : Object.keys(node.v ?? {}).length;
    const whole = Math.max(held, node.length ?? 0);
    const end = Math.min(whole, start + (count > 0 ? count : mostAtOnce));
    if (end <= held || path === undefined) return partsOf(node, path, language).slice(start, end);
    const parts: Part[] = [];
    const step = sliceOf[node.t as keyof typeof sliceOf] ?? 50;
    for (let from = start; from < end; from += step) {
      const to = Math.min(end, from + step);
      const slice = nodeOf(await this.evaluate(stop, language.slice(path, node.t, from, to)));
      if (slice === undefined) break;
      parts.push(...partsOf({ ...slice, t: node.t, class: node.class ?? '' }, path, language, from));
    }
    return parts;
  }

  /** What the flow has, and who waits for it. */
  async #flow(stop: Stop): Promise<Variable[]> {
    const { holds } = await this.#work.hub.ask('holds', { targets: [stop.target] });
    const hold = holds.find(one => `${one.target}/${one.id}` === stop.key);
    if (hold === undefined) throw fail('unknown-id', 'The flow has gone on.', { data: { showUser: false } });
    return flowRows(hold).map(([name, value]) => ({ name, value, variablesReference: 0 }));
  }
}

function askOf({ key, frame }: Stop): { hold: string; frame?: number } {
  return { hold: key, ...(frame === undefined ? {} : { frame }) };
}

function flowRows({ flow, flowName, kind, since, until, holds, waiters }: Hold): [string, string][] {
  return [
    ['flow', `${flowName} (${flow})`],
    [kind === 'hold' ? 'held since' : 'stopped since', new Date(since).toISOString()],
    ...(until === undefined ? [] : [['goes on by itself', new Date(until).toISOString()] as [string, string]]),
    ...holds.map((one, at): [string, string] => [`has [${at}]`, one]),
    ...waiters.map((one, at): [string, string] => [
      `waited for by [${at}]`,
      `${one.name} (${one.flow}) for ${one.for}, ${one.waitedMs} ms`,
    ]),
  ];
}

/** Not there, or not all of it for another reason than its size. */
function needsLook({ t, v, cut }: CapturedNode): boolean {
  return t === 'getter' || t === 'ref' || v === undefined || (cut !== undefined && cut !== 'size');
}

function countsOf(node: CapturedNode | undefined): { indexedVariables?: number; namedVariables?: number } {
  if (node === undefined || node.length === undefined) return {};
  if (node.t === 'array') return { indexedVariables: node.length };
  return node.t === 'map' || node.t === 'set' || node.t === 'object' ? { namedVariables: node.length } : {};
}
