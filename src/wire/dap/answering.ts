import { fail } from '../../base/index.ts';
import { answerOf } from './failure.ts';
import type { Exchange, Handler } from './handlers.ts';
import type { DapRequest } from './message.ts';
import type { CancelArguments } from './types/index.ts';

export interface AnsweringOptions {
  readonly handlerOf: (command: string) => Handler | undefined;
  readonly answer: (request: DapRequest, outcome: Outcome) => void;
  readonly onTrouble: (error: unknown) => void;
}

export type Outcome =
  | { readonly success: true; readonly body: unknown }
  | { readonly success: false; readonly message: string; readonly body: unknown };

/** Requests of the other side whose handlers run. Each is answered once, whatever its handler does. */
export class Answering {
  readonly #options: AnsweringOptions;
  readonly #running = new Map<number, AbortController>();

  constructor(options: AnsweringOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#running.size;
  }

  take(request: DapRequest): void {
    const { requestId } = (request.command === 'cancel' ? (request.arguments ?? {}) : {}) as CancelArguments;
    if (requestId === undefined) void this.#run(request);
    else this.#cancel(request, requestId);
  }

  /** The other side is gone: handlers are told. */
  end(): void {
    for (const running of this.#running.values()) running.abort();
  }

  async #run(request: DapRequest): Promise<void> {
    const aborter = new AbortController();
    const after: (() => void)[] = [];
    const { command, seq } = request;
    const exchange: Exchange = { command, seq, signal: aborter.signal, afterAnswer: run => void after.push(run) };
    this.#running.set(seq, aborter);
    const outcome = await this.#outcome(request, exchange);
    this.#running.delete(seq);
    try {
      this.#options.answer(request, outcome);
    } catch (error) {
      // A body that is no JSON.
      this.#options.answer(request, { success: false, ...answerOf(error) });
    }
    for (const run of after) this.#guarded(run);
  }

  async #outcome(request: DapRequest, exchange: Exchange): Promise<Outcome> {
    try {
      const handler = this.#options.handlerOf(request.command);
      if (handler === undefined) throw fail('unknown-id', `"${request.command}" is not known here.`);
      return { success: true, body: await handler(request.arguments, exchange) };
    } catch (error) {
      return { success: false, ...answerOf(exchange.signal.aborted ? cancelled(request.command) : error) };
    }
  }

  /** Best effort, as the protocol has it: the cancelled request is answered all the same, perhaps with a success. */
  #cancel(request: DapRequest, seq: number): void {
    this.#running.get(seq)?.abort();
    this.#options.answer(request, { success: true, body: undefined });
  }

  #guarded(run: () => void): void {
    try {
      run();
    } catch (error) {
      this.#options.onTrouble(error);
    }
  }
}

function cancelled(command: string): Error {
  return fail('cancelled', `"${command}" was cancelled.`, { data: { showUser: false } });
}
