import type { FlowColumns } from '../../model/index.ts';

const firstSize = 4;

/** One line of flows that follow each other and never overlap: sorted by their starts and their ends. */
export class Lane {
  size = 0;
  /** Of the first: what was before it was let go of. */
  #first = 0;
  #flows = new Uint32Array(firstSize);

  /** Number of the flow at this place. */
  at(place: number): number {
    return this.#flows[this.#first + place]!;
  }

  /** It must start when the last one has ended, or later. */
  add(flow: number): void {
    if (this.#first + this.size === this.#flows.length) this.#makeRoom();
    this.#flows[this.#first + this.size++] = flow;
  }

  /** It is there, and mostly the first. */
  letGo(flow: number): void {
    const at = this.#flows.indexOf(flow, this.#first);
    this.#flows.copyWithin(this.#first + 1, this.#first, at);
    this.#first++;
    this.size--;
  }

  /** When the last one ended; infinite while it is alive. */
  lastEnd({ ends }: FlowColumns): number {
    if (this.size === 0) return Number.NEGATIVE_INFINITY;
    const end = ends[this.at(this.size - 1)]!;
    return Number.isNaN(end) ? Number.POSITIVE_INFINITY : end;
  }

  /** Place of the first, from `since` on, that is not over at `time`; `size` where there is none. */
  firstAfter({ ends }: FlowColumns, time: number, since = 0): number {
    let low = since;
    let high = this.size;
    // In leaps first: what is sought is mostly near.
    let leap = 1;
    while (low + leap < high) {
      const end = ends[this.at(low + leap - 1)]!;
      if (!(end <= time)) {
        high = low + leap - 1;
        break;
      }
      low += leap;
      leap *= 2;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ends[this.at(middle)]! <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Place of the first that starts after `time`. */
  firstStarting({ starts }: FlowColumns, time: number): number {
    let low = 0;
    let high = this.size;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (starts[this.at(middle)]! <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether something of it is between these. */
  isIn(columns: FlowColumns, from: number, to: number): boolean {
    if (this.size === 0 || this.lastEnd(columns) < from || columns.starts[this.at(0)]! > to) return false;
    const place = this.firstAfter(columns, from);
    return place < this.size && columns.starts[this.at(place)]! <= to;
  }

  #makeRoom(): void {
    const isHalfFree = this.#first * 2 >= this.#flows.length;
    const flows = isHalfFree ? this.#flows : new Uint32Array(this.#flows.length * 2);
    flows.set(this.#flows.subarray(this.#first, this.#first + this.size));
    this.#flows = flows;
    this.#first = 0;
  }
}
