/** Numbers in a row, without an object for each. */
export class NumberList {
  size = 0;
  #numbers = new Uint32Array(1024);

  at(place: number): number {
    return this.#numbers[place]!;
  }

  add(number: number): void {
    if (this.size === this.#numbers.length) {
      const wider = new Uint32Array(this.size * 2);
      wider.set(this.#numbers);
      this.#numbers = wider;
    }
    this.#numbers[this.size++] = number;
  }
}
