import { Chains } from './chains.ts';
import type { FlowColumns } from './flow-columns.ts';

/** Finds a flow's row by the number of its target and its serial. */
export class FlowIndex {
  readonly #columns: FlowColumns;
  readonly #chains: Chains;

  constructor(columns: FlowColumns, most: number) {
    this.#columns = columns;
    this.#chains = new Chains(most, row => hashOf(columns.targets[row]!, columns.serials[row]!));
  }

  find(target: number, serial: number): number | undefined {
    const { targets, serials } = this.#columns;
    let row = this.#chains.first(hashOf(target, serial));
    while (row >= 0 && !(targets[row] === target && Object.is(serials[row], serial))) row = this.#chains.after(row);
    return row < 0 ? undefined : row;
  }

  /** Its target and serial stand in the columns. */
  add(row: number): void {
    this.#chains.add(row);
  }

  /** They still stand there. */
  remove(row: number): void {
    this.#chains.remove(row);
  }
}

/** Serials of one target follow each other: so do their places. */
function hashOf(target: number, serial: number): number {
  return (Math.imul(target, 0x9e3779b1) + (serial | 0)) | 0;
}
