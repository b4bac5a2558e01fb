import type { Clock, Timer, TimerOptions } from '../../base/index.ts';

/** A clock whose timers can all be taken away at once; from then on it starts none. */
export class StoppableClock implements Clock {
  readonly #clock: Clock;
  readonly #timers = new Set<Timer>();
  #isStopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  monotonic(): number {
    return this.#clock.monotonic();
  }

  after(ms: number, run: () => void, options?: TimerOptions): Timer {
    return this.#keep(timer =>
      this.#clock.after(
        ms,
        () => {
          this.#timers.delete(timer());
          run();
        },
        options,
      ),
    );
  }

  every(ms: number, run: () => void): Timer {
    return this.#keep(() => this.#clock.every(ms, run));
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  #keep(start: (own: () => Timer) => Timer): Timer {
    if (this.#isStopped) return { cancel: () => {} };
    const started = start(() => timer);
    const timer: Timer = {
      cancel: () => {
        this.#timers.delete(timer);
        started.cancel();
      },
    };
    this.#timers.add(timer);
    return timer;
  }
}
