import type { Timer } from '../../../base/index.ts';
import { runtime } from '../core/index.ts';

// Node's timers take no more; what is further away is armed again.
const longestMs = 2_147_483_647;

/** A moment that can be moved, and what happens then, once. */
export class Deadline {
  /** Monotonic ms; Infinity while there is none. */
  at = Number.POSITIVE_INFINITY;
  #timer: Timer | undefined;
  readonly #passed: () => void;

  constructor(passed: () => void) {
    this.#passed = passed;
  }

  /** Counted from now; at once when zero or less. */
  set(afterMs: number): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.at = runtime().clock.monotonic() + afterMs;
    if (afterMs <= 0) this.#pass();
    else if (afterMs !== Number.POSITIVE_INFINITY) this.#arm(afterMs);
  }

  /** Passes when it is time, though the timer has not come yet. */
  check(): void {
    if (this.at !== Number.POSITIVE_INFINITY && this.at <= runtime().clock.monotonic()) this.#pass();
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    this.at = Number.POSITIVE_INFINITY;
  }

  #arm(afterMs: number): void {
    this.#timer = runtime().clock.after(Math.min(afterMs, longestMs), () => {
      const leftMs = this.at - runtime().clock.monotonic();
      // Timers may come a fraction early.
      if (leftMs > 1) this.#arm(leftMs);
      else this.#pass();
    });
  }

  #pass(): void {
    this.stop();
    this.#passed();
  }
}
