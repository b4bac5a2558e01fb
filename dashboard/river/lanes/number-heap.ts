const firstSize = 64;

/** Numbers by a key, the least first; no object for each. */
export class NumberHeap {
  size = 0;
  #keys = new Float64Array(firstSize);
  #values = new Uint32Array(firstSize);

  get leastKey(): number {
    return this.size === 0 ? Number.POSITIVE_INFINITY : this.#keys[0]!;
  }

  push(key: number, value: number): void {
    if (this.size === this.#keys.length) this.#grow();
    let at = this.size++;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.#keys[above]! <= key) break;
      this.#move(above, at);
      at = above;
    }
    this.#keys[at] = key;
    this.#values[at] = value;
  }

  /** The value of the least key; there must be one. */
  pop(): number {
    const least = this.#values[0]!;
    const last = --this.size;
    const key = this.#keys[last]!;
    const value = this.#values[last]!;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= last) break;
      if (below + 1 < last && this.#keys[below + 1]! < this.#keys[below]!) below++;
      if (this.#keys[below]! >= key) break;
      this.#move(below, at);
      at = below;
    }
    this.#keys[at] = key;
    this.#values[at] = value;
    return least;
  }

  #move(from: number, to: number): void {
    this.#keys[to] = this.#keys[from]!;
    this.#values[to] = this.#values[from]!;
  }

  #grow(): void {
    const keys = new Float64Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    const values = new Uint32Array(this.#values.length * 2);
    values.set(this.#values);
    this.#values = values;
  }
}
