import { roomier, widened } from './roomier.ts';

const none = -1;
const firstSize = 4096;
/** Filled anew for the last time when it has so many rows: in about a millisecond. */
const smallSize = 16_384;

/** Rows by a number that is made of what they stand for: a map of a million without an object for each, which never grows by much at once. */
export class Chains {
  readonly #most: number;
  readonly #hashOf: (row: number) => number;
  #heads = new Int32Array(firstSize).fill(none);
  /** By row, the next of its chain. */
  #next = new Int32Array(firstSize);

  /** `most`: there are no more rows, or it gets slower. `hashOf`: a whole number that stays as long as the row is in it. */
  constructor(most: number, hashOf: (row: number) => number) {
    this.#most = most;
    this.#hashOf = hashOf;
  }

  /** -1: there is none. */
  first(hash: number): number {
    return this.#heads[hash & (this.#heads.length - 1)]!;
  }

  /** -1: it was the last of its chain. */
  after(row: number): number {
    return this.#next[row]!;
  }

  /** A new row follows the greatest there was, or is one that was removed. */
  add(row: number): void {
    if (row >= this.#heads.length && this.#heads.length <= smallSize) this.#grow(row);
    const { length } = this.#next;
    if (row >= length) this.#next = widened(this.#next, roomier(length, Math.max(this.#most, length * 2)));
    this.#link(row);
  }

  remove(row: number): void {
    const place = this.#hashOf(row) & (this.#heads.length - 1);
    const after = this.#next[row]!;
    let before = this.#heads[place]!;
    if (before === row) {
      this.#heads[place] = after;
      return;
    }
    while (before !== none && this.#next[before] !== row) before = this.#next[before]!;
    if (before !== none) this.#next[before] = after;
  }

  #link(row: number): void {
    const place = this.#hashOf(row) & (this.#heads.length - 1);
    this.#next[row] = this.#heads[place]!;
    this.#heads[place] = row;
  }

  /** All rows before `known` are in it: only when all are taken does one that was removed come again. */
  #grow(known: number): void {
    const wanted = known < smallSize ? this.#heads.length * 2 : Math.max(this.#most, known * 2);
    this.#heads = new Int32Array(2 ** Math.ceil(Math.log2(wanted))).fill(none);
    for (let row = 0; row < known; row++) this.#link(row);
  }
}
