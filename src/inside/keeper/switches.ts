/** Bytes that a thread shares with its keeper: one for each of its gates. Zero lets everybody pass. */
const chunkBytes = 64 * 1024;
/** At the head of each chunk: set while there is mail for the thread. */
const headerBytes = 4;
const opened = 1;

/** Hands out the bytes, chunk by chunk. */
export class Switches {
  readonly #onChunk: (chunk: SharedArrayBuffer) => void;
  readonly #chunks: SharedArrayBuffer[] = [];
  readonly #heads: Int32Array[] = [];
  #used = chunkBytes;

  constructor(onChunk: (chunk: SharedArrayBuffer) => void) {
    this.#onChunk = onChunk;
  }

  take(count: number): Uint8Array {
    const size = Math.max(chunkBytes, count + headerBytes);
    if (this.#used + count > (this.#chunks.at(-1)?.byteLength ?? 0)) {
      const chunk = new SharedArrayBuffer(size);
      this.#chunks.push(chunk);
      this.#heads.push(new Int32Array(chunk, 0, 1));
      this.#used = headerBytes;
      this.#onChunk(chunk);
    }
    const from = this.#used;
    this.#used += count;
    return new Uint8Array(this.#chunks.at(-1)!, from, count);
  }

  /** Whether the keeper opened all gates to be heard; true once a call of it. */
  takeCall(): boolean {
    let called = false;
    for (let at = 0; at < this.#heads.length; at++) {
      const head = this.#heads[at]!;
      if (head[0] === 0) continue;
      Atomics.store(head, 0, 0);
      called = true;
    }
    return called;
  }
}

/** Opens all gates of a busy thread: the next one that it passes looks at its mail, and puts the bytes right. */
export function callThroughGates(chunks: readonly SharedArrayBuffer[]): void {
  for (const chunk of chunks) {
    Atomics.store(new Int32Array(chunk, 0, 1), 0, opened);
    new Uint8Array(chunk, headerBytes).fill(opened);
  }
}
