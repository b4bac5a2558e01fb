/** A stream of choices: random by a seed, or those of a list, which can be made smaller. Zero is always the simplest. */
export class Choices {
  readonly made: number[] = [];
  readonly #list: readonly number[] | undefined;
  #state: number;

  constructor(from: number | readonly number[]) {
    this.#list = typeof from === 'number' ? undefined : from;
    this.#state = typeof from === 'number' ? from : 0;
  }

  below(count: number): number {
    const value = this.#list === undefined ? this.#random(count) : (this.#list[this.made.length] ?? 0) % count;
    this.made.push(value);
    return value;
  }

  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  #random(count: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    return Math.floor((mixed(this.#state) / 2 ** 32) * count);
  }
}

/** The same number for the same numbers, and as good as a random one; below 2 ** 32. */
export function mixed(...numbers: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const one of numbers) {
    state = Math.imul(state ^ one, 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
  }
  return state >>> 0;
}
