import type { Clock, Timer } from './clock.ts';

const firstMs = 100;
const longestMs = 30_000;
/** After so many failures in a row it is no short absence: the circuit opens. */
const failuresToOpen = 12;
const openMs = 2 * 60_000;
/** A connection that was cut sooner, and over which nothing came, was none. */
const standsMs = 1_000;

export interface RedialOptions {
  readonly clock: Clock;
  /** At least 0, below 1. */
  random(): number;
  dial(): void;
}

/**
 * When to dial again: soon, then at growing distances, each with a part of chance, so that many targets do not come back in
 * one moment. After many failures in a row there is one try in a long while, until one stands.
 */
export class Redial {
  readonly #options: RedialOptions;
  #failures = 0;
  #proof: Timer | undefined;

  constructor(options: RedialOptions) {
    this.#options = options;
  }

  connected(): void {
    this.#proof?.cancel();
    this.#proof = this.#options.clock.after(standsMs, () => this.stands());
  }

  /** The other side has said something. */
  stands(): void {
    this.#failures = 0;
  }

  /** A try failed, or what stood is gone. */
  lost(): void {
    this.#proof?.cancel();
    this.#options.clock.after(this.#waitMs(), () => this.#options.dial());
    this.#failures++;
  }

  /** Between a half and the whole of what is due. */
  #waitMs(): number {
    const wholeMs =
      this.#failures >= failuresToOpen ? openMs : Math.min(longestMs, firstMs * 2 ** Math.min(this.#failures, 20));
    return Math.round((wholeMs * (1 + this.#options.random())) / 2);
  }
}
