import { fail } from '../../../base/index.ts';

export interface ScopeOptions {
  /** Counted from entry. Zero or less cancels on entry. */
  readonly deadlineMs?: number | undefined;
  /** Keeps the cancels of outer scopes away; its own cancel and deadline work. */
  readonly shield?: boolean | undefined;
  /** Cancels the scope when aborted, with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export function checkOptions(name: string, { deadlineMs, signal }: ScopeOptions): void {
  if (deadlineMs !== undefined && (typeof deadlineMs !== 'number' || Number.isNaN(deadlineMs)))
    throw fail('bad-usage', `The deadlineMs of scope "${name}" is not a number: ${String(deadlineMs)}.`);
  if (signal !== undefined && typeof signal?.addEventListener !== 'function')
    throw fail('bad-usage', `The signal of scope "${name}" is no AbortSignal.`);
}
