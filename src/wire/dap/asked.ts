import { type Clock, fail, type Timer } from '../../base/index.ts';
import { refusalOf } from './failure.ts';
import type { DapResponse } from './message.ts';

export interface AskOptions {
  /** Without: as long as the connection says. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface Open {
  readonly command: string;
  readonly limit: Timer;
  settle(error: Error | undefined, response?: DapResponse): void;
}

export interface AskedOptions {
  readonly clock: Clock;
  readonly peer: string;
  /** Nobody waits for this answer any more. */
  onGivenUp(seq: number): void;
}

/** Requests of ours that have no answer yet. */
export class Asked {
  readonly #options: AskedOptions;
  readonly #open = new Map<number, Open>();
  /** Answers that nobody waited for any more. */
  lateAnswers = 0;

  constructor(options: AskedOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#open.size;
  }

  /** Its answer, once `take` is given it. */
  wait(seq: number, command: string, timeoutMs: number, signal: AbortSignal | undefined): Promise<unknown> {
    const { clock, peer, onGivenUp } = this.#options;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const giveUp = (error: Error) => {
      this.#settle(seq, error);
      onGivenUp(seq);
    };
    const late = () =>
      giveUp(fail('no-answer', `${peer} did not answer "${command}" within ${timeoutMs} ms.`, { data: { command } }));
    const aborted = () =>
      giveUp(fail('cancelled', `"${command}" was cancelled.`, { cause: signal?.reason, data: { command } }));
    const limit = clock.after(timeoutMs, late, { holdsProcess: true });
    signal?.addEventListener('abort', aborted, { once: true });
    const settle = (error: Error | undefined, response?: DapResponse) => {
      limit.cancel();
      signal?.removeEventListener('abort', aborted);
      if (error === undefined) resolve(response?.body);
      else reject(error);
    };
    this.#open.set(seq, { command, limit, settle });
    return promise;
  }

  take(response: DapResponse): void {
    const error = response.success ? undefined : refusalOf(response, this.#options.peer);
    if (!this.#settle(response.request_seq, error, response)) this.lateAnswers++;
  }

  /** All of them fail. */
  end(why: (command: string) => Error): void {
    for (const [seq, { command }] of [...this.#open]) this.#settle(seq, why(command));
  }

  #settle(seq: number, error: Error | undefined, response?: DapResponse): boolean {
    const open = this.#open.get(seq);
    this.#open.delete(seq);
    open?.settle(error, response);
    return open !== undefined;
  }
}
