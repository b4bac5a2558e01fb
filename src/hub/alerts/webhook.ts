import { type Clock, fail } from '../../base/index.ts';
import type { Alert } from '../../wire/protocol/index.ts';

export interface WebhookOptions {
  readonly url: string;
  readonly clock: Clock;
  /** One POST; absent: fetch. */
  readonly post?: (url: string, body: string, signal: AbortSignal) => Promise<number>;
}

const maxWaiting = 100;
const attempts = 5;
const firstDelayMs = 500;
const maxDelayMs = 30_000;
const postWithinMs = 10_000;
const closeWithinMs = 3_000;

/**
 * Posts alerts as JSON, one after another. Who tells never waits: past so many that wait, the oldest is let go. One loop,
 * `#drain`, runs while alerts wait; `close` gives it a moment and then ends it.
 */
export class Webhook {
  /** Alerts that never arrived. */
  droppedCount = 0;
  /** Why the last one that was dropped did not arrive. */
  error: Error | undefined;
  readonly #options: WebhookOptions;
  readonly #ending = new AbortController();
  #waiting: Alert[] = [];
  #draining: Promise<void> | undefined;

  constructor(options: WebhookOptions) {
    this.#options = options;
  }

  send(alert: Alert): void {
    if (this.#ending.signal.aborted) {
      this.droppedCount++;
      return;
    }
    this.#waiting.push(alert);
    if (this.#waiting.length > maxWaiting) {
      this.#waiting.shift();
      this.droppedCount++;
    }
    this.#draining ??= this.#drain().finally(() => {
      this.#draining = undefined;
    });
  }

  async close(): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = this.#options.clock.after(closeWithinMs, resolve, { holdsProcess: true });
    await Promise.race([this.#draining, late]);
    timer.cancel();
    this.#ending.abort();
    await this.#draining;
  }

  async #drain(): Promise<void> {
    for (let alert = this.#waiting.shift(); alert !== undefined; alert = this.#waiting.shift()) {
      if (this.#ending.signal.aborted || !(await this.#deliver(JSON.stringify(alert)))) this.droppedCount++;
    }
  }

  async #deliver(body: string): Promise<boolean> {
    const { url, post = postJson } = this.#options;
    for (let attempt = 1; attempt <= attempts && !this.#ending.signal.aborted; attempt++) {
      if (attempt > 1) await this.#wait(Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 2)));
      try {
        const status = await this.#within(signal => post(url, body, signal));
        if (status < 300) return true;
        this.error = this.#failure(`it answered ${status}`);
        // It understood, and does not want it: another time is no other answer.
        if (status < 500 && status !== 408 && status !== 429) return false;
      } catch (cause) {
        this.error = this.#failure(
          (cause as Error).name === 'AbortError' ? 'it did not answer' : 'it cannot be reached',
          cause,
        );
      }
    }
    return false;
  }

  async #within(run: (signal: AbortSignal) => Promise<number>): Promise<number> {
    const limit = new AbortController();
    const timer = this.#options.clock.after(postWithinMs, () => limit.abort());
    try {
      return await run(AbortSignal.any([limit.signal, this.#ending.signal]));
    } finally {
      timer.cancel();
    }
  }

  #wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#options.clock.after(ms, resolve);
    const { signal } = this.#ending;
    const end = () => {
      timer.cancel();
      resolve();
    };
    signal.addEventListener('abort', end, { once: true });
    return promise.finally(() => signal.removeEventListener('abort', end));
  }

  /** Without path and query: a token may stand there. */
  #failure(why: string, cause?: unknown): Error {
    return fail('no-answer', `The webhook at ${new URL(this.#options.url).origin}: ${why}.`, { cause });
  }
}

async function postJson(url: string, body: string, signal: AbortSignal): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
    signal,
    redirect: 'error',
  });
  await response.body?.cancel();
  return response.status;
}
