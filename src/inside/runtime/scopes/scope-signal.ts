import type { EddyError } from '../../../base/index.ts';
import { type Context, runtime } from '../core/index.ts';

/** The AbortSignal of a scope, made when somebody asks for it. */
export class ScopeSignal {
  #controller: AbortController | undefined;

  get signal(): AbortSignal {
    this.#controller ??= new AbortController();
    return this.#controller.signal;
  }

  /** Whether an abort would be heard. */
  get waits(): boolean {
    return this.#controller?.signal.aborted === false;
  }

  /** Listeners run in the context of the scope, not of whoever cancels. */
  abort(error: EddyError, context: Context | undefined): void {
    const controller = this.#controller;
    if (controller === undefined) return;
    if (context === undefined) controller.abort(error);
    else runtime().run(context, () => controller.abort(error));
  }
}
