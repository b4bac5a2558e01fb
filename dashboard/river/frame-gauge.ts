const size = 4096;

/** How long our own work took in each of the last frames. A bench reads it from the canvas. */
export class FrameGauge {
  count = 0;
  readonly #took = new Float64Array(size);

  add(ms: number): void {
    this.#took[this.count++ % size] = ms;
  }

  reset(): void {
    this.count = 0;
  }

  /** Of those since the last reset, as far as they are kept; shortest first. */
  sorted(): number[] {
    return [...this.#took.subarray(0, Math.min(this.count, size))].sort((a, b) => a - b);
  }
}
