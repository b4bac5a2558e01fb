import { performance } from 'node:perf_hooks';

/** A timer that was started; `cancel` may be called any number of times. */
export interface Timer {
  cancel(): void;
}

/**
 * Time, as everything here sees it. Tests hand in a fake that jumps; nothing else in the code may touch a global timer.
 */
export interface Clock {
  /** Epoch milliseconds, for people and reports. */
  now(): number;
  /** Monotonic milliseconds, for durations. */
  monotonic(): number;
  after(ms: number, run: () => void, options?: TimerOptions): Timer;
  every(ms: number, run: () => void): Timer;
}

export interface TimerOptions {
  /** True keeps the process alive until it fires. Everything that watches a program leaves it false. */
  readonly holdsProcess?: boolean;
}

// Taken when we load: a program that later installs fake timers must not stop ours, nor see them.
const {
  setTimeout: startTimeout,
  clearTimeout: stopTimeout,
  setInterval: startInterval,
  clearInterval: stopInterval,
} = globalThis;
const dateNow = Date.now;
const performanceNow = performance.now.bind(performance);

export const systemClock: Clock = {
  now: () => dateNow(),
  monotonic: () => performanceNow(),
  after(ms, run, options) {
    const handle = startTimeout(run, ms);
    if (options?.holdsProcess !== true) handle.unref();
    return { cancel: () => stopTimeout(handle) };
  },
  every(ms, run) {
    const handle = startInterval(run, ms);
    handle.unref();
    return { cancel: () => stopInterval(handle) };
  },
};
