import { type Flow, runtime } from '../core/index.ts';

interface Want<M> {
  resolve(step: IteratorResult<M, undefined>): void;
  reject(error: unknown): void;
}

/** Messages that came after a stop and were not read yet. */
const maxTail = 100;

/**
 * Where the run's loop gives messages and a reader takes them. Nothing is asked of the SDK before the reader wants it; only
 * once a stop is asked for does the loop go on without, so that a reader which itself waits for the stop does not hold it up.
 */
export class Handoff<M> {
  #wants: Want<M>[] = [];
  #tail: M[] = [];
  #demand: (() => void) | undefined;
  #ended = false;
  #error: { readonly value: unknown } | undefined;
  /** True: nobody reads, everything is wanted and dropped. */
  readonly #discards: boolean;
  /** When and by whom it was last read. */
  lastReadAt: number;
  lastReader: Flow;

  constructor(discards: boolean) {
    this.#discards = discards;
    this.lastReadAt = runtime().clock.monotonic();
    this.lastReader = runtime().flow();
  }

  /** Nobody waits for a message. */
  get unread(): boolean {
    return this.#wants.length === 0;
  }

  // --- the reader's side

  want(): Promise<IteratorResult<M, undefined>> {
    this.lastReadAt = runtime().clock.monotonic();
    this.lastReader = runtime().flow();
    return new Promise((resolve, reject) => {
      if (this.#tail.length > 0) {
        resolve({ done: false, value: this.#tail.shift() as M });
        return;
      }
      const want = { resolve, reject };
      if (this.#ended) this.#finish(want);
      else {
        this.#wants.push(want);
        this.#demand?.();
      }
    });
  }

  /** The reader left: what it still waits for is done, and nothing more is kept for it. */
  leave(): void {
    this.#tail = [];
    this.#error = undefined;
    const wants = this.#wants;
    this.#wants = [];
    for (const want of wants) want.resolve({ done: true, value: undefined });
  }

  // --- the loop's side

  /** Settles when a message is wanted. */
  demand(): Promise<void> {
    if (this.#discards || this.#wants.length > 0) return Promise.resolve();
    return new Promise(resolve => {
      this.#demand = () => {
        this.#demand = undefined;
        resolve();
      };
    });
  }

  give(message: M): void {
    if (this.#discards) return;
    const want = this.#wants.shift();
    if (want !== undefined) {
      want.resolve({ done: false, value: message });
      return;
    }
    this.#tail.push(message);
    if (this.#tail.length <= maxTail) return;
    this.#tail.shift();
    runtime().drop('sdk messages after a stop');
  }

  end(error?: { readonly value: unknown }): void {
    this.#ended = true;
    this.#error = error;
    const wants = this.#wants;
    this.#wants = [];
    for (const want of wants) this.#finish(want);
    this.#demand?.();
  }

  // The error is thrown to one read; after it the stream is done, as with a generator.
  #finish(want: Want<M>): void {
    const error = this.#error;
    this.#error = undefined;
    if (error === undefined) want.resolve({ done: true, value: undefined });
    else want.reject(error.value);
  }
}
