import type { Clock, Timer } from '../../base/index.ts';

const lookEveryMs = 1_000;

/** As much of a Worker as is looked at: its number, which is -1 when it is over. */
export interface StartedThread {
  readonly threadId: number;
}

/**
 * Threads that this one started. One that was terminated cannot say its end, and a listener of ours would be seen by the
 * program: we look now and then.
 */
export class StartedThreads {
  readonly #clock: Clock;
  readonly #onGone: (thread: number) => void;
  readonly #threads = new Map<number, WeakRef<StartedThread>>();
  #timer: Timer | undefined;

  constructor(clock: Clock, onGone: (thread: number) => void) {
    this.#clock = clock;
    this.#onGone = onGone;
  }

  add(thread: StartedThread): void {
    this.#threads.set(thread.threadId, new WeakRef(thread));
    this.#timer ??= this.#clock.every(lookEveryMs, () => this.#look());
  }

  #look(): void {
    for (const [id, thread] of this.#threads) {
      if (thread.deref()?.threadId === id) continue;
      this.#threads.delete(id);
      this.#onGone(id);
    }
    if (this.#threads.size > 0) return;
    this.#timer?.cancel();
    this.#timer = undefined;
  }
}
