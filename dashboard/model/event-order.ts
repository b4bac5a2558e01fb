import type { EddyEvent } from '../../src/wire/protocol/index.ts';

/** Counts what is missing in the numbers that targets give to their events. */
export class EventOrder {
  /** By target, the number of the last. */
  readonly #last = new Map<string, number>();
  /** Said to be lost, and not met as a gap yet. */
  #told = 0;

  /** The door says that so many were lost: gaps of that size are no further loss. */
  lost(count: number): void {
    this.#told += count;
  }

  /** How many before it never came. Undefined: it was here already. */
  missingBefore({ target, seq, kind }: EddyEvent): number | undefined {
    // What the hub itself says has no number, or the one after the last.
    if (seq <= 0 || kind === 'target-ended') return 0;
    const last = this.#last.get(target);
    if (last !== undefined && seq <= last) return undefined;
    this.#last.set(target, seq);
    const gap = last === undefined ? 0 : seq - last - 1;
    const known = Math.min(gap, this.#told);
    this.#told -= known;
    return gap - known;
  }

  forget(target: string): void {
    this.#last.delete(target);
  }
}
