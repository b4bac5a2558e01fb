/** Set once and never back: first a stop is asked for, then, where it did not help, it is forced. */
export type StopLevel = 'asked' | 'forced';

export type Raced<T> = { readonly value: T } | { readonly error: unknown } | 'stopped';

/**
 * One loop waits for one thing at a time, and a stop must reach it in any wait. A race against a promise that lives as long
 * as the stream would leave a reaction on it with each message, so the loop's wait is a slot that the stop fills.
 */
export class StopLatch {
  level: StopLevel | undefined;
  #wake: (() => void) | undefined;
  #wakesAt: StopLevel = 'forced';

  /** What `work` comes to, or 'stopped' as soon as a stop of the level is there. `work` never goes unhandled. */
  race<T>(work: PromiseLike<T>, wakesAt: StopLevel): Promise<Raced<T>> {
    return new Promise(resolve => {
      const settle = (outcome: Raced<T>): void => {
        this.#wake = undefined;
        resolve(outcome);
      };
      let open = true;
      const once = (outcome: Raced<T>): void => {
        if (!open) return;
        open = false;
        settle(outcome);
      };
      work.then(
        value => once({ value }),
        error => once({ error }),
      );
      if (this.#reached(wakesAt)) {
        once('stopped');
        return;
      }
      this.#wakesAt = wakesAt;
      this.#wake = () => once('stopped');
    });
  }

  trip(level: StopLevel): void {
    if (this.level !== 'forced') this.level = level;
    if (this.#wake !== undefined && this.#reached(this.#wakesAt)) this.#wake();
  }

  #reached(level: StopLevel): boolean {
    return this.level === 'forced' || (this.level === 'asked' && level === 'asked');
  }
}
