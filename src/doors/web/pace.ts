import type { Clock } from '../../base/index.ts';

export interface PaceLimits {
  /** Asks at once after a while of rest. */
  readonly most: number;
  readonly perSecond: number;
}

interface Purse {
  left: number;
  /** Monotonic ms. */
  at: number;
}

const maxPurses = 256;

/** How often each visitor may ask. One that asks too often is told when it may again. */
export class Pace {
  readonly #clock: Clock;
  readonly #limits: PaceLimits;
  /** The one that asked last stands last. */
  readonly #purses = new Map<string, Purse>();

  constructor(clock: Clock, limits: PaceLimits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Takes one ask; else gives the whole seconds to wait. */
  waitOf(visitor: string): number {
    const { most, perSecond } = this.#limits;
    const now = this.#clock.monotonic();
    const { left, at } = this.#purses.get(visitor) ?? { left: most, at: now };
    const purse = { left: Math.min(most, left + ((now - at) / 1000) * perSecond), at: now };
    this.#purses.delete(visitor);
    this.#purses.set(visitor, purse);
    for (const old of this.#purses.keys()) if (this.#purses.size > maxPurses) this.#purses.delete(old);
    if (purse.left < 1) return Math.max(1, Math.ceil((1 - purse.left) / perSecond));
    purse.left--;
    return 0;
  }
}
