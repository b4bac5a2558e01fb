import { type Activation, fileOf } from '../activations/index.ts';
import type { Flow } from '../core/index.ts';
import type { GatedFile, Local } from './gated-file.ts';
import { type ReadLocal, tryRead, type Visit } from './visit.ts';

export type Access = (key: number, value?: unknown) => unknown;

/** What a gate hands over when somebody who is meant passes it: names, their values, and the way to those that are shared. */
export class GateVisit implements Visit {
  readonly file: GatedFile;
  readonly gate: number;
  readonly activation: Activation | null;
  readonly flow: Flow;
  readonly self: unknown;
  readonly #values: unknown[];
  readonly #access: Access | undefined;

  constructor(
    file: GatedFile,
    gate: number,
    activation: Activation | null,
    flow: Flow,
    self: unknown,
    values: unknown[],
    access: Access | undefined,
  ) {
    this.file = file;
    this.gate = gate;
    this.activation = activation;
    this.flow = flow;
    this.self = self;
    this.#values = values;
    this.#access = access;
  }

  /** Before a program's first line: nothing is there yet. */
  static atStart(path: string, flow: Flow): GateVisit {
    const gates = [{ line: 1, column: 1, fn: 0, values: [], shared: [] }];
    const functions = [{ name: '(start)', kind: 'module', line: 1, column: 1, endLine: 1, recorded: false }];
    const running = () => ({ file: path, line: 1, column: 1 });
    const file: GatedFile = { file: path, functions, gates, awaits: [], running, switches: new Uint8Array(0) };
    return new GateVisit(file, 0, null, flow, undefined, [], undefined);
  }

  get place(): { readonly file: string; readonly line: number; readonly column: number; readonly function: string } {
    const { line, column, fn } = this.file.gates[this.gate]!;
    return { file: fileOf(this.file, fn), line, column, function: this.file.functions[fn]?.name ?? '' };
  }

  /** Those passed by value, then the shared ones. */
  get locals(): readonly Local[] {
    const { values, shared } = this.file.gates[this.gate]!;
    return shared.length === 0 ? values : [...values, ...shared];
  }

  get isBare(): boolean {
    return this.file.gates[this.gate]!.entry === true;
  }

  read(at: number): ReadLocal {
    const own = this.file.gates[this.gate]!.values.length;
    return at < own ? { ok: true, value: this.#values[at] } : tryRead(() => this.#access?.(at - own));
  }

  write(at: number, value: unknown): void {
    const own = this.file.gates[this.gate]!.values.length;
    if (at < own) this.#values[at] = value;
    else this.#access?.(~(at - own), value);
  }

  isByValue(at: number): boolean {
    return at < this.file.gates[this.gate]!.values.length;
  }
}
