import { fail } from '../../base/index.ts';

/** Cuts a byte stream into lines. A line above the limit is an error before it is held in memory as a whole. */
export class LineCutter {
  readonly #maxBytes: number;
  #pieces: Buffer[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The lines that this chunk completes, without their newlines, in order. */
  *push(chunk: Buffer): Generator<string> {
    let from = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      this.#add(chunk.subarray(from, end));
      from = end + 1;
      const line = Buffer.concat(this.#pieces, this.#bytes).toString('utf8');
      this.#pieces = [];
      this.#bytes = 0;
      if (line !== '') yield line;
    }
    if (from < chunk.length) this.#add(chunk.subarray(from));
  }

  /** What came after the last newline: above zero at the end, a line was cut off. */
  get restBytes(): number {
    return this.#bytes;
  }

  #add(piece: Buffer): void {
    this.#bytes += piece.length;
    if (this.#bytes > this.#maxBytes) throw fail('bad-message', `A line is longer than ${this.#maxBytes} bytes.`);
    this.#pieces.push(piece);
  }
}
