import { fail } from '../../../base/index.ts';
import { Context, runtime } from '../core/index.ts';
import { type CancelScope, openScope } from './cancel-scope.ts';
import type { ScopeOptions } from './scope-options.ts';
import { splitCancels } from './split-cancels.ts';
import { isThenable } from './thenable.ts';

/** What `scope()` gives back: what its function did, or undefined when the scope's own cancel ended it. */
export type ScopeResult<R> = R extends PromiseLike<infer V> ? Promise<V | undefined> : R | undefined;

type Work<R> = (scope: CancelScope) => R;

/**
 * Runs `fn` inside a new cancel scope. When the scope's own cancel ends it, the error is swallowed here, the result is
 * undefined and `cancelCaught` says so; all other errors, and cancels from outside, go on.
 */
export function scope<R>(name: string, fn: Work<R>): ScopeResult<R>;
export function scope<R>(name: string, options: ScopeOptions, fn: Work<R>): ScopeResult<R>;
export function scope<R>(name: string, second: ScopeOptions | Work<R>, third?: Work<R>): ScopeResult<R> {
  if (third === undefined) return runInScope(openScope(name), second as Work<R>);
  return runInScope(openScope(name, second as ScopeOptions), third);
}

/** The same with a scope that was opened before and not entered. */
export function runInScope<R>(opened: CancelScope, fn: Work<R>): ScopeResult<R> {
  if (typeof fn !== 'function')
    throw fail('bad-usage', `Scope "${opened.name}" got ${fn === null ? 'null' : typeof fn} instead of a function.`);
  opened.begin(true);
  const rt = runtime();
  const { flow, generator } = rt.context();
  let result: R;
  try {
    result = rt.run(new Context(flow, opened, generator), () => fn(opened));
  } catch (error) {
    return endWith(opened, error) as ScopeResult<R>;
  }
  if (isThenable(result)) return settle(opened, result) as ScopeResult<R>;
  opened.leave('exited');
  return result as ScopeResult<R>;
}

// An async function, so that V8's async stacks go on through it.
async function settle(opened: CancelScope, result: PromiseLike<unknown>): Promise<unknown> {
  let value: unknown;
  try {
    value = await result;
  } catch (error) {
    return endWith(opened, error);
  }
  opened.leave('exited');
  return value;
}

/** Leaves with an error: throws what is left of it, if anything is. */
function endWith(opened: CancelScope, error: unknown): undefined {
  const rest = splitCancels(opened, error);
  if (rest === undefined || rest.error !== error) opened.entry?.tellCaught();
  opened.leave('exited');
  if (rest !== undefined) throw rest.error;
  return undefined;
}
