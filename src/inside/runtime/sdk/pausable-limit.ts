import type { Timer } from '../../../base/index.ts';
import { runtime } from '../core/index.ts';

export interface PausableLimitOptions {
  readonly limitMs: number;
  readonly onPass: () => void;
  /** Asked when the limit would pass; while it says true the limit is put off. */
  readonly pausedNow?: (() => boolean) | undefined;
  /** True for a limit that is enforced: the program waits for its outcome. */
  readonly holdsProcess: boolean;
}

/**
 * A limit on waiting whose time stands still while it is stopped or paused. Its one timer is left running between waits and
 * looks at the time only when it fires, since a stream starts and stops a wait with every message.
 */
export class PausableLimit {
  readonly #options: PausableLimitOptions;
  #waitedMs = 0;
  #since: number | undefined;
  #started = false;
  #paused = false;
  #sawPause = false;
  #passed = false;
  #disposed = false;
  #timer: Timer | undefined;

  constructor(options: PausableLimitOptions) {
    this.#options = options;
  }

  get limitMs(): number {
    return this.#options.limitMs;
  }

  /** What was waited since `start`, without the pauses. */
  waitedMs(now: number): number {
    return this.#waitedMs + (this.#since === undefined ? 0 : now - this.#since);
  }

  /** From zero. */
  start(): void {
    this.#waitedMs = 0;
    this.#passed = false;
    this.#started = true;
    this.#since = this.#paused ? undefined : runtime().clock.monotonic();
    this.#arm();
  }

  stop(): void {
    this.#fold();
    this.#started = false;
  }

  pause(): void {
    this.#fold();
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    if (!this.#started || this.#since !== undefined) return;
    this.#since = runtime().clock.monotonic();
    this.#arm();
  }

  /** It never passes after this. */
  dispose(): void {
    this.stop();
    this.#disposed = true;
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  #fold(): void {
    if (this.#since === undefined) return;
    this.#waitedMs += runtime().clock.monotonic() - this.#since;
    this.#since = undefined;
  }

  #arm(afterMs = this.#options.limitMs - this.#waitedMs): void {
    if (this.#disposed || this.#passed || this.#timer !== undefined || !Number.isFinite(this.#options.limitMs)) return;
    // Node turns what does not fit 31 bits into 1 ms.
    const ms = Math.min(2_147_483_647, Math.max(1, Math.ceil(afterMs)));
    this.#timer = runtime().clock.after(ms, () => this.#fire(), { holdsProcess: this.#options.holdsProcess });
  }

  #fire(): void {
    this.#timer = undefined;
    if (this.#disposed || this.#since === undefined) return;
    const now = runtime().clock.monotonic();
    const { limitMs, pausedNow } = this.#options;
    if (pausedNow !== undefined) {
      const paused = runtime().guard('sdk toolRunning', pausedNow) === true;
      // The hook tells no moment: after a pause was seen the limit counts from zero, so it never passes too early.
      if (paused || this.#sawPause) {
        this.#waitedMs = 0;
        this.#since = now;
        this.#sawPause = paused;
        this.#arm(paused ? limitMs / 10 : limitMs);
        return;
      }
    }
    const left = limitMs - this.waitedMs(now);
    if (left > 0) {
      this.#arm(left);
      return;
    }
    this.#fold();
    this.#passed = true;
    this.#options.onPass();
  }
}
