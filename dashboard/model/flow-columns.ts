import { roomier, widened } from './roomier.ts';

const firstSize = 4096;

/** The numbers of flows, a column each: a million flows take some tens of megabytes, and a frame reads them without making an object. */
export class FlowColumns {
  size = 0;
  /** Epoch ms. */
  starts: Float64Array<ArrayBuffer>;
  /** Epoch ms; NaN while it is alive. */
  ends: Float64Array<ArrayBuffer>;
  /** What follows its target's id in its own. */
  serials: Float64Array<ArrayBuffer>;
  /** The same of its parent, which is of the same target; NaN: it has none. */
  parentSerials: Float64Array<ArrayBuffer>;
  /** Its place among all births that the book heard of: tells a flow from the one that had its number before. */
  births: Float64Array<ArrayBuffer>;
  /** Numbers of words, whose tables the book has. */
  targets: Uint32Array<ArrayBuffer>;
  names: Uint32Array<ArrayBuffer>;
  kinds: Uint32Array<ArrayBuffer>;
  outcomes: Uint32Array<ArrayBuffer>;
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
    const length = Math.min(most, firstSize);
    [this.starts, this.ends, this.serials] = [
      new Float64Array(length),
      new Float64Array(length),
      new Float64Array(length),
    ];
    [this.parentSerials, this.births] = [new Float64Array(length), new Float64Array(length)];
    [this.targets, this.names] = [new Uint32Array(length), new Uint32Array(length)];
    [this.kinds, this.outcomes] = [new Uint32Array(length), new Uint32Array(length)];
  }

  /** Rows that there is room for by now. */
  get room(): number {
    return this.starts.length;
  }

  /** Gives the number of the new row; there must be room for it at all. */
  add(): number {
    if (this.size === this.room) this.#grow(roomier(this.room, this.#most));
    return this.size++;
  }

  #grow(length: number): void {
    this.starts = widened(this.starts, length);
    this.ends = widened(this.ends, length);
    this.serials = widened(this.serials, length);
    this.parentSerials = widened(this.parentSerials, length);
    this.births = widened(this.births, length);
    this.targets = widened(this.targets, length);
    this.names = widened(this.names, length);
    this.kinds = widened(this.kinds, length);
    this.outcomes = widened(this.outcomes, length);
  }
}
