import { roomier, widened } from './roomier.ts';

/** The newest of many numbers, by how many came before each: who follows it goes on from where it was. */
export class NumberRing {
  /** Of all that ever came. */
  count = 0;
  readonly #most: number;
  #numbers: Uint32Array<ArrayBuffer>;

  /** `most`: so many are kept. */
  constructor(most: number) {
    this.#most = most;
    this.#numbers = new Uint32Array(Math.min(most, 1024));
  }

  /** Place of the first that is kept. */
  get first(): number {
    return Math.max(0, this.count - this.#most);
  }

  /** The next that comes takes the place of the first. */
  get isFull(): boolean {
    return this.count >= this.#most;
  }

  /** From `first` to `count`. */
  at(place: number): number {
    return this.#numbers[place % this.#numbers.length]!;
  }

  add(number: number): void {
    const { length } = this.#numbers;
    if (this.count === length && length < this.#most)
      this.#numbers = widened(this.#numbers, roomier(length, this.#most));
    this.#numbers[this.count++ % this.#numbers.length] = number;
  }
}
