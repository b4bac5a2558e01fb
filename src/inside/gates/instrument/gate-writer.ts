import type { AnyNode } from 'acorn';
import type { BodyKind, Gate, GatedFunction, Local, Place, Skipped } from '../gated/index.ts';
import { Insertions } from './insertions.ts';
import { LineFinder } from './line-finder.ts';
import type { Binding, Body, Scope } from './scopes.ts';

export interface WriterOptions {
  /** How names of ours start. */
  readonly prefix: string;
  /** Lines of sync functions that a probe wants: those functions get a gate on every statement. */
  readonly everyStatementAt?: (from: number, to: number) => boolean;
  /** Whether code of this place is left as it is; undefined where nothing is known of it. */
  readonly leaves?: (line: number, column: number) => boolean | undefined;
}

/** A body while its gates are placed. */
export interface Frame {
  readonly body: Body;
  readonly index: number;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** It has a gate on each statement. */
  readonly everyStatement: boolean;
  readonly thisWord: string;
  /** Its runs are recorded. */
  readonly recorded: boolean;
  /** The function that a compiler put round this one: its parameters are this one's. */
  readonly starter?: Body | undefined;
  /** Nobody asked for gates here: neither its statements have any nor its entry. */
  readonly isLeft: boolean;
  /** How its code waits for a value. */
  readonly wait: (value: string) => string;
}

/** What is known of a function beside its node. */
export interface FunctionDetails {
  readonly kind: BodyKind;
  readonly name: string;
  readonly recorded: boolean;
  /** Who made a state machine of it. */
  readonly machine?: string | undefined;
}

/** Beyond this many, names of a place are not captured. */
const maxNames = 40;

/** Writes the pieces of one file and keeps the account of them. */
export class GateWriter {
  readonly insertions = new Insertions();
  readonly functions: GatedFunction[] = [];
  readonly gates: Gate[] = [];
  readonly awaits: Place[] = [];
  readonly skipped: Skipped[] = [];
  readonly #lines: LineFinder;
  readonly #options: WriterOptions;
  readonly #p: string;

  constructor(source: string, options: WriterOptions) {
    this.#lines = new LineFinder(source);
    this.#options = options;
    this.#p = options.prefix;
  }

  gate(at: number, frame: Frame, scope: Scope, ready: readonly Binding[]): string {
    const p = this.#p;
    const id = this.gates.length;
    const { values, shared } = this.#namesAt(frame, scope, ready);
    this.gates.push({
      ...this.#lines.place(at),
      fn: frame.index,
      values: values.map(one => localOf(one, frame)),
      shared: shared.map(one => localOf(one, frame)),
    });
    const accessor = shared.length === 0 ? '' : `,${accessorOf(shared)}`;
    const activation = frame.isAsync ? `${p}x` : '0';
    const hit = `${p}g[${id}]&&${p}m(${id})&&${p}w(${id},${activation},${frame.thisWord},[${values.map(one => one.name)}]${accessor})`;
    if (!frame.isAsync) return `${hit};`;
    const back = values.flatMap((one, index) => (isEditable(one) ? [`,${one.name}=${p}u(${index},${one.name})`] : []));
    return `${hit}&&(${frame.wait(`${p}h(${p}x)`)},${p}b(${p}x)${back.join('')});`;
  }

  /** The one gate of a sync function. It carries nothing: it is in the way of everything that runs. */
  entry(at: number, frame: Frame): string {
    const id = this.gates.length;
    this.gates.push({ ...this.#lines.place(at), fn: frame.index, values: [], shared: [], entry: true });
    return `${this.#p}g[${id}]&&${this.#p}e(${id})`;
  }

  #namesAt(frame: Frame, scope: Scope, ready: readonly Binding[]): { values: Binding[]; shared: Binding[] } {
    const values = new Set<Binding>();
    const shared = new Set<Binding>();
    const isHelper = ({ name, owner }: Binding) =>
      frame.starter !== undefined && owner.parent === undefined && name.startsWith('__');
    const seen = (binding: Binding) =>
      scope.resolve(binding.name) === binding && binding.name !== 'arguments' && !isHelper(binding);
    for (let index = ready.length - 1; index >= 0 && values.size < maxNames; index--) {
      const binding = ready[index]!;
      if (binding.owner === frame.body && !binding.captured && seen(binding)) values.add(binding);
    }
    for (let at: Scope | undefined = scope; at !== undefined && at.body === frame.body; at = at.parent)
      for (const binding of at.bindings.values()) if (binding.captured && seen(binding)) shared.add(binding);
    for (const binding of frame.body.free) if (seen(binding)) shared.add(binding);
    return { values: [...values].reverse(), shared: [...shared].slice(0, maxNames) };
  }

  await(at: number, frame: Frame): number {
    this.awaits.push({ ...this.#lines.place(at), fn: frame.index });
    return this.awaits.length - 1;
  }

  addFunction(node: AnyNode, { machine, ...details }: FunctionDetails): number {
    const { line, column } = this.#lines.place(node.start);
    const end = this.#lines.place(node.end - 1);
    const made = machine === undefined ? {} : { machine };
    this.functions.push({ ...details, line, column, endLine: end.line, endColumn: end.column, ...made });
    return this.functions.length - 1;
  }

  skip(node: AnyNode, what: string, why: string): void {
    this.skipped.push({ line: this.#lines.place(node.start).line, what, why });
  }

  /** `leaves`, asked with where the function and its first statement are. */
  isLeft(node: AnyNode, first: AnyNode | undefined): boolean | undefined {
    const { leaves } = this.#options;
    if (leaves === undefined) return false;
    const own = this.#lines.place(node.start);
    return (
      leaves(own.line, own.column) ??
      (first && leaves(this.#lines.place(first.start).line, this.#lines.place(first.start).column))
    );
  }

  wanted(node: AnyNode): boolean {
    const { everyStatementAt } = this.#options;
    if (everyStatementAt === undefined) return false;
    return everyStatementAt(this.#lines.place(node.start).line, this.#lines.place(node.end).line);
  }
}

function localOf(binding: Binding, frame: Frame): Local {
  return {
    name: binding.name,
    editable: isEditable(binding),
    own: binding.owner === frame.body || binding.owner === frame.starter,
  };
}

function isEditable({ kind, assigned, owner, captured }: Binding): boolean {
  if (kind === 'let' || kind === 'var' || kind === 'param' || kind === 'catch')
    return assigned || !captured || owner.parent !== undefined;
  return false;
}

/** Reads by index; writes with the index's complement, where the name can be written. */
function accessorOf(shared: readonly Binding[]): string {
  let text = '(k,v)=>';
  const [key, value] = unusedNames(shared);
  text = `(${key},${value})=>`;
  shared.forEach((one, index) => {
    text += `${key}===${index}?${one.name}:`;
    if (isEditable(one)) text += `${key}===${~index}?${one.name}=${value}:`;
  });
  return `${text}0`;
}

function unusedNames(shared: readonly Binding[]): [string, string] {
  const used = new Set(shared.map(one => one.name));
  const free = ['k', 'v', '$k', '$v', '$k1', '$v1'].filter(name => !used.has(name));
  return [free[0]!, free[1]!];
}
