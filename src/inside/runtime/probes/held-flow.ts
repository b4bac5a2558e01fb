import { fail, matches } from '../../../base/index.ts';
import type { Variable } from '../../../wire/protocol/index.ts';
import { captureNamed } from '../capture/index.ts';
import type { ArmedProbe } from './armed-probe.ts';
import { compileInScope } from './expressions.ts';
import type { Visit } from './visit.ts';

interface Edit {
  readonly value: unknown;
  /** What the program had when the user edited. */
  readonly base: unknown;
}

/** A flow that waits at a gate. Its variables can be read, changed and used until it goes on. */
export class HeldFlow {
  readonly id: string;
  /** `stop`: the whole thread waits. */
  readonly kind: 'hold' | 'stop';
  readonly probe: ArmedProbe;
  readonly visit: Visit;
  /** Epoch ms. */
  readonly since: number;
  readonly until: number | undefined;
  /** Settles when it goes on. */
  readonly released: Promise<void>;
  #release: () => void;
  /** Writes a name that was passed by value where the function has it: while the thread stands in one that is not async. */
  writeInFrame: ((name: string, value: unknown) => void) | undefined;
  readonly #edits = new Map<number, Edit>();
  #ended = false;
  #force = false;

  constructor(
    id: string,
    kind: 'hold' | 'stop',
    probe: ArmedProbe,
    visit: Visit,
    since: number,
    until: number | undefined,
  ) {
    this.id = id;
    this.kind = kind;
    this.probe = probe;
    this.visit = visit;
    this.since = since;
    this.until = until;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.released = promise;
    this.#release = resolve;
  }

  get ended(): boolean {
    return this.#ended;
  }

  variables(): Variable[] {
    return this.visit.locals.map((_local, at) => this.#variable(at));
  }

  /**
   * Gives the value of an expression over its names to `then`: at once, or when the `await` in it is over. Assignments to
   * names count as edits.
   */
  evaluate<R>(expression: string, then: (value: unknown) => R): R | Promise<R> {
    const scope = this.#scope();
    const call = (isAsync: boolean) => Reflect.apply(compileInScope(expression, isAsync), this.visit.self, [scope]);
    if (!matches(/\bawait\b/, expression)) return then(call(false));
    if (this.kind === 'stop')
      throw fail('bad-expression', 'While the thread is stopped nothing can be awaited.', {
        hint: 'Hold the flow instead.',
      });
    return (call(true) as Promise<unknown>).then(then);
  }

  edit(name: string, value: unknown): Variable {
    const at = this.#indexOf(name);
    if (at === -1) {
      const names = this.visit.locals.map(one => one.name).join(', ');
      throw fail('unknown-id', `There is no ${name} here.`, { hint: `There are: ${names}.` });
    }
    if (!this.visit.locals[at]!.editable)
      throw fail('not-editable', `${name} cannot be changed: it is no let, var or parameter.`);
    if (this.visit.isByValue(at) && this.visit.activation === null) {
      if (this.writeInFrame === undefined)
        throw fail('not-editable', `${name} cannot be changed: a function that is not async goes on with what it has.`);
      this.writeInFrame(name, value);
      this.visit.write(at, value);
      return this.#variable(at);
    }
    const read = this.visit.read(at);
    if (!read.ok) throw fail('not-editable', `${name} cannot be changed now: ${read.why}`);
    const known = this.#edits.get(at);
    this.#edits.set(at, { value, base: known === undefined ? read.value : known.base });
    return this.#variable(at);
  }

  /** Names that the user edited and that the program changed since. */
  conflicts(): string[] {
    const names: string[] = [];
    for (const [at, edit] of this.#edits) if (this.#isChanged(at, edit)) names.push(this.visit.locals[at]!.name);
    return names;
  }

  /** It goes on, once. `force`: edits are written also over what the program changed meanwhile. */
  release(force: boolean): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#force = force;
    this.#release();
  }

  /** Something has to be written that only the function itself can write. */
  get hasEditsByValue(): boolean {
    for (const at of this.#edits.keys()) if (this.visit.isByValue(at)) return true;
    return false;
  }

  /** In the synchronous step in which the function goes on: what was edited is written, and nothing else. */
  writeShared(): void {
    for (const [at, edit] of this.#edits) {
      if (this.visit.isByValue(at)) continue;
      // Nobody asks who lets it go at its limit, and others run between the word and this step.
      if (this.#force || !this.#isChanged(at, edit)) this.visit.write(at, edit.value);
    }
  }

  /** What a name that was passed by value goes on with. */
  byValue(at: number, own: unknown): unknown {
    const edit = this.#edits.get(at);
    return edit === undefined ? own : edit.value;
  }

  #isChanged(at: number, { base }: Edit): boolean {
    const read = this.visit.read(at);
    return !read.ok || !Object.is(read.value, base);
  }

  #variable(at: number): Variable {
    const { name, editable, own } = this.visit.locals[at]!;
    const edit = this.#edits.get(at);
    if (edit !== undefined) return { name, editable, own, value: captureNamed(name, edit.value), edited: true };
    const read = this.visit.read(at);
    return read.ok
      ? { name, editable, own, value: captureNamed(name, read.value) }
      : { name, editable, own, why: read.why };
  }

  #indexOf(name: string): number {
    return this.visit.locals.findIndex(one => one.name === name);
  }

  /** What an expression sees: our names, with edits; else what the program's globals have. */
  #scope(): object {
    return new Proxy(Object.create(null) as object, {
      has: (_target, name) => typeof name === 'string' && this.#indexOf(name) !== -1,
      get: (_target, name) => {
        if (typeof name !== 'string') return undefined;
        const at = this.#indexOf(name);
        const edit = this.#edits.get(at);
        if (edit !== undefined) return edit.value;
        const read = this.visit.read(at);
        if (!read.ok) throw new ReferenceError(`${name}: ${read.why}`);
        return read.value;
      },
      set: (_target, name, value) => {
        this.edit(String(name), value);
        return true;
      },
    });
  }
}
