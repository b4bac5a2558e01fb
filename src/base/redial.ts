import type { Clock, Timer } from './clock.ts';

/** How soon, and how often. */
export interface RedialPace {
  readonly firstMs: number;
  readonly longestMs: number;
  /** After so many failures in a row it is no short absence: the circuit opens. */
  readonly failuresToOpen: number;
  /** Then there is one try in so long. */
  readonly openMs: number;
}

const usualPace: RedialPace = { firstMs: 100, longestMs: 30_000, failuresToOpen: 12, openMs: 2 * 60_000 };
/** A connection that was cut sooner, and over which nothing came, was none. */
const standsMs = 1_000;

export interface RedialOptions {
  readonly clock: Clock;
  /** At least 0, below 1. */
  random(): number;
  dial(): void;
  /** Where it is not the usual one. */
  readonly pace?: Partial<RedialPace> | undefined;
}

/**
 * When to dial again: soon, then at growing distances, each with a part of chance, so that many targets do not come back in
 * one moment. After many failures in a row there is one try in a long while, until one stands.
 */
export class Redial {
  readonly #options: RedialOptions;
  readonly #pace: RedialPace;
  #failures = 0;
  #proof: Timer | undefined;

  constructor(options: RedialOptions) {
    this.#options = options;
    this.#pace = { ...usualPace, ...options.pace };
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
    const { firstMs, longestMs, failuresToOpen, openMs } = this.#pace;
    const wholeMs =
      this.#failures >= failuresToOpen ? openMs : Math.min(longestMs, firstMs * 2 ** Math.min(this.#failures, 20));
    return Math.round((wholeMs * (1 + this.#options.random())) / 2);
  }
}
