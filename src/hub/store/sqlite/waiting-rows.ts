import { type Row, sizeOf } from '../rows/index.ts';

/** In one transaction at most. */
const batchRows = 2_000;
const batchBytes = 1024 * 1024;

/** What was taken in and is not on its way yet, bounded by count and bytes. */
export class WaitingRows {
  readonly #maxRows: number;
  readonly #maxBytes: number;
  #rows: Row[] = [];
  /** What is before it is on its way. */
  #start = 0;
  #bytes = 0;

  constructor(maxRows: number, maxBytes: number) {
    this.#maxRows = maxRows;
    this.#maxBytes = maxBytes;
  }

  get size(): number {
    return this.#rows.length - this.#start;
  }

  /** False: there is no room. */
  push(row: Row): boolean {
    const bytes = sizeOf(row);
    if (this.size >= this.#maxRows || this.#bytes + bytes > this.#maxBytes) return false;
    this.#rows.push(row);
    this.#bytes += bytes;
    return true;
  }

  take(): Row[] {
    let bytes = 0;
    let end = this.#start;
    while (end < this.#rows.length && end - this.#start < batchRows && bytes < batchBytes)
      bytes += sizeOf(this.#rows[end++]!);
    const batch = this.#rows.slice(this.#start, end);
    this.#start = end;
    this.#bytes -= bytes;
    if (this.#start * 2 > this.#rows.length) {
      this.#rows = this.#rows.slice(this.#start);
      this.#start = 0;
    }
    return batch;
  }
}
