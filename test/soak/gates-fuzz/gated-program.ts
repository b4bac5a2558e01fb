import type { GateTable } from '../../../src/inside/gates/gated/index.ts';
import { gateSource } from '../../../src/inside/gates/instrument/index.ts';
import { pointsOf, written } from './marked-text.ts';
import type { Program } from './program.ts';

/** A program with gates, and which of them stands at which mark. */
export class GatedProgram {
  readonly text: string;
  readonly table: GateTable;
  readonly #marks = new Map<number, number>();
  readonly #gates = new Map<number, number>();

  constructor({ marked, kind, cycle }: Program, everyStatement: boolean) {
    const result = gateSource(written(marked, 'bare'), {
      kind,
      cycle,
      key: 'fuzz',
      ...(everyStatement ? { everyStatementAt: () => true } : {}),
    });
    if (!result.ok) throw new Error(`It could not be gated: ${result.why}`);
    this.text = result.text;
    this.table = result.table;
    const byPoint = new Map<string, number>();
    this.table.gates.forEach(({ line, column, fn }, gate) => {
      if (this.isAsync(fn)) byPoint.set(`${line}:${column}`, gate);
    });
    for (const [id, { line, column }] of pointsOf(marked)) {
      const gate = byPoint.get(`${line}:${column}`);
      if (gate === undefined) throw new Error(`There is no gate at ${line}:${column}, mark ${id}.`);
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
    return this.table.functions[this.table.gates[this.#gates.get(id)!]!.fn]!.recorded;
  }

  lineOf(id: number): number {
    return this.table.gates[this.#gates.get(id)!]!.line;
  }

  /** On whose line nothing else is, but what has a mark too. */
  isAloneOnLine(id: number): boolean {
    const line = this.lineOf(id);
    return this.table.gates.every(
      (gate, at) => gate.line !== line || (this.#marks.has(at) && this.table.functions[gate.fn]!.recorded),
    );
  }

  /** One that can be edited there. */
  nameAt(id: number): string | undefined {
    const { values, shared } = this.table.gates[this.#gates.get(id)!]!;
    const names = [...values, ...shared].filter(one => one.editable).map(one => one.name);
    return names[(id * 7) % (names.length || 1)];
  }
}
