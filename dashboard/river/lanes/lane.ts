import type { FlowColumns } from '../../model/index.ts';

const firstSize = 4;

/** One line of flows that follow each other and never overlap: sorted by their starts and their ends. */
export class Lane {
  size = 0;
  #flows = new Uint32Array(firstSize);

  /** Number of the flow at this place. */
  at(place: number): number {
    return this.#flows[place]!;
  }

  /** It must start when the last one has ended, or later. */
  add(flow: number): void {
    if (this.size === this.#flows.length) {
      const wider = new Uint32Array(this.size * 2);
      wider.set(this.#flows);
      this.#flows = wider;
    }
    this.#flows[this.size++] = flow;
  }

  /** When the last one ended; infinite while it is alive. */
  lastEnd({ ends }: FlowColumns): number {
    if (this.size === 0) return Number.NEGATIVE_INFINITY;
    const end = ends[this.#flows[this.size - 1]!]!;
    return Number.isNaN(end) ? Number.POSITIVE_INFINITY : end;
  }

  /** Place of the first, from `since` on, that is not over at `time`; `size` where there is none. */
  firstAfter({ ends }: FlowColumns, time: number, since = 0): number {
    let low = since;
    let high = this.size;
    // In leaps first: what is sought is mostly near.
    let leap = 1;
    while (low + leap < high) {
      const end = ends[this.#flows[low + leap - 1]!]!;
      if (!(end <= time)) {
        high = low + leap - 1;
        break;
      }
      low += leap;
      leap *= 2;
    }
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (ends[this.#flows[middle]!]! <= time) low = middle + 1;
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
      if (starts[this.#flows[middle]!]! <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Whether something of it is between these. */
  isIn(columns: FlowColumns, from: number, to: number): boolean {
    if (this.size === 0 || this.lastEnd(columns) < from || columns.starts[this.#flows[0]!]! > to) return false;
    const place = this.firstAfter(columns, from);
    return place < this.size && columns.starts[this.#flows[place]!]! <= to;
  }
}
