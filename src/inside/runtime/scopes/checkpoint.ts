import { type Flow, runtime } from '../core/index.ts';
import type { CancelScope } from './cancel-scope.ts';
import { nearestOwn } from './cancel-tree.ts';
import { innermost } from './scope-node.ts';

// Taken when we load: a program that later installs fake timers must not stop ours.
const nextTurn = globalThis.setImmediate;

/** The innermost scope that this code is in. */
export function currentScope(): CancelScope | undefined {
  return nearestOwn<CancelScope>(innermost(runtime().context().scope));
}

/** Throws while the current scope is effectively cancelled, or the task that this code is; each time, not once. */
export function throwIfCancelled(): void {
  const scope = currentScope();
  const error = scope?.cancelError();
  if (error !== undefined) throw error;
  const { flow } = runtime().context();
  if (flow.cancelError !== undefined && !isShieldedIn(flow, scope)) throw flow.cancelError();
}

/** Whether a shield stands between this code and the flow round it. */
function isShieldedIn(flow: Flow, innermostScope: CancelScope | undefined): boolean {
  for (let scope = innermostScope; scope?.entry?.flow === flow; scope = scope.parent) if (scope.shields) return true;
  return false;
}

/** A place where work may be cancelled: gives the event loop a turn, so that deadlines and cancels can come. */
export async function checkpoint(): Promise<void> {
  throwIfCancelled();
  await new Promise<void>(resolve => nextTurn(resolve));
  throwIfCancelled();
}

/** Waits for something that knows no cancel; stops waiting, not the thing, when the current scope is cancelled. */
export async function orCancelled<T>(promise: PromiseLike<T>): Promise<T> {
  const signal = currentScope()?.signal;
  if (signal === undefined) return promise;
  if (signal.aborted) {
    // Nobody waits for it any more; that it fails later is no unhandled rejection.
    void Promise.resolve(promise).catch(() => {});
    throwIfCancelled();
  }
  let stop: (() => void) | undefined;
  const cancelled = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, cancelled]);
  } finally {
    if (stop !== undefined) signal.removeEventListener('abort', stop);
  }
}
