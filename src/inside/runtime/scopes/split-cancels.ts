import type { CancelScope } from './cancel-scope.ts';

/** What is left of an error when the cancels that end at this scope are taken out; undefined when nothing is. */
export function splitCancels(scope: CancelScope, error: unknown): { readonly error: unknown } | undefined {
  if (scope.swallows(error)) return undefined;
  if (!(error instanceof AggregateError)) return { error };
  const rest: unknown[] = [];
  let changed = false;
  for (const one of error.errors) {
    const left = splitCancels(scope, one);
    if (left === undefined || left.error !== one) changed = true;
    if (left !== undefined) rest.push(left.error);
  }
  if (!changed) return { error };
  if (rest.length === 0) return undefined;
  return { error: new AggregateError(rest, error.message, { cause: error }) };
}
