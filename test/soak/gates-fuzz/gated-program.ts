import type { GateTable } from '../../../src/inside/gates/gated/index.ts';
import { gateSource } from '../../../src/inside/gates/instrument/index.ts';
import type { SourceText } from './compile.ts';
import { pointsOf } from './marked-text.ts';
import type { Program } from './program.ts';

/** A program with gates, and which of them stands at which mark. */
export class GatedProgram {
  readonly text: string;
  readonly table: GateTable;
  readonly #marks = new Map<number, number>();
  readonly #gates = new Map<number, number>();
  /** Words of the program, where a compiler had it. */
  readonly #written: ReadonlySet<string> | undefined;

  /** `source`: its bare text, as it is loaded. */
  constructor({ marked, kind, cycle }: Program, source: SourceText, everyStatement: boolean) {
    const result = gateSource(source.text, {
      kind,
      cycle,
      key: 'fuzz',
      ...(everyStatement ? { everyStatementAt: () => true } : {}),
    });
    if (!result.ok) throw new Error(`It could not be gated: ${result.why}`);
    this.text = result.text;
    this.#written = source.isCompiled ? new Set(marked.match(/[\w$]+/g)) : undefined;
    this.table = result.table;
    const byPoint = new Map<string, number>();
    this.table.gates.forEach(({ line, column, fn }, gate) => {
      const point = this.isAsync(fn) ? source.placeOf(line, column) : undefined;
      const key = `${point?.line}:${point?.column}`;
      // What a compiler makes of one statement may be several: the first of them is where it begins.
      if (point !== undefined && !byPoint.has(key)) byPoint.set(key, gate);
    });
    for (const [id, { line, column }] of pointsOf(marked)) {
      const gate = byPoint.get(`${line}:${column}`);
      if (source.isCompiled && (gate === undefined || isMadeOfMany(marked, id))) continue;
      if (gate === undefined) {
        throw new Error(`There is no gate at ${line}:${column}, mark ${id}.`);
      }
      this.#marks.set(gate, id);
      this.#gates.set(id, gate);
    }
  }

  isAsync(fn: number): boolean {
    return this.table.functions[fn]!.kind.startsWith('async');
  }

  markAt(gate: number): number | undefined {
    return this.#marks.get(gate);
  }

  /** A flow can be held there: the function's runs are recorded. */
  canHold(id: number): boolean {
    const gate = this.#gates.get(id);
    return gate !== undefined && this.table.functions[this.table.gates[gate]!.fn]!.recorded;
  }

  lineOf(id: number): number {
    return this.table.gates[this.#gates.get(id)!]!.line;
  }

  /** Whether runs of all its async functions are recorded: a compiler may have made some into what has none. */
  get isWhole(): boolean {
    return this.table.functions.every(one => one.kind !== 'generator');
  }

  /** On whose line nothing else is, but what has a mark too. */
  isAloneOnLine(id: number): boolean {
    if (!this.canHold(id)) return false;
    const line = this.lineOf(id);
    return this.table.gates.every(
      (gate, at) => gate.line !== line || (this.#marks.has(at) && this.table.functions[gate.fn]!.recorded),
    );
  }

  /** One that can be edited there. */
  nameAt(id: number): string | undefined {
    const gate = this.#gates.get(id);
    if (gate === undefined) return undefined;
    const { values, shared } = this.table.gates[gate]!;
    // Beside names of the compiler's own, another may stand for one that was written.
    if (this.#written !== undefined && [...values, ...shared].some(one => !this.#written!.has(one.name)))
      return undefined;
    const names = [...values, ...shared].filter(one => one.editable).map(one => one.name);
    return names[(id * 7) % (names.length || 1)];
  }
}

/** What a compiler makes of it begins with code that nobody wrote. */
function isMadeOfMany(marked: string, id: number): boolean {
  return new RegExp(`[\ue001\ue003]${id}\ue002(?:\\w+:\\s*)*for await`).test(marked);
}
