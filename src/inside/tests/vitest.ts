import { types } from 'node:util';
import type { Runtime } from '../runtime/inside.ts';
import type { TestBook } from './test-book.ts';

interface Task {
  readonly name: string;
  readonly type?: string;
  readonly suite?: Task;
  readonly file?: { readonly filepath?: string };
  readonly location?: { readonly line?: number };
  readonly result?: { readonly state?: string };
  /** It is meant to fail. */
  readonly fails?: boolean;
}

type AfterFiles = (this: unknown, ...args: unknown[]) => unknown;
type RunTask = (this: unknown, test: Task) => unknown;

/** vitest asks its runner to run a test, where that has a `runTask`; its own has none: then it is ours. */
export function meetVitest(rt: Runtime, book: TestBook, runner: unknown, getFn: unknown): void {
  const { prototype } = runner as { prototype: { runTask?: RunTask; onAfterRunFiles?: AfterFiles } };
  if (prototype.runTask !== undefined || typeof getFn !== 'function') {
    rt.notes.add('Tests of vitest are not followed: its runner has another shape, or a task of its own.');
    return;
  }
  tellAfterFiles(prototype, book);
  const functionOf = getFn as (test: Task) => ((...args: unknown[]) => unknown) | undefined;
  prototype.runTask = async test => {
    const fn = functionOf(test);
    if (fn === undefined) throw new Error('Test function is not found. Did you add it using `setFn`?');
    const run = rt.guard('vitest', () => {
      const { line } = test.location ?? {};
      const file = test.file?.filepath ?? '';
      return book.begin({ name: fullName(test), runner: 'vitest', file, ...(line === undefined ? {} : { line }) });
    });
    if (run === undefined) return fn();
    try {
      await run.call(fn, undefined, []);
    } catch (error) {
      if (test.fails !== true) rt.guard('vitest', () => book.failed(run, error, isTimeout(error)));
      throw error;
    } finally {
      rt.guard('vitest', () => book.ended(run));
    }
  };
}

/** Then its pool may end the process, by a signal that nobody here sees. */
function tellAfterFiles(prototype: { onAfterRunFiles?: AfterFiles }, book: TestBook): void {
  const original = prototype.onAfterRunFiles;
  prototype.onAfterRunFiles = function (...args) {
    book.allEnded();
    return original?.apply(this, args);
  };
}

function isTimeout(error: unknown): boolean {
  return types.isNativeError(error) && String(error.message).startsWith('Test timed out in ');
}

/** What leads from a module that vitest runs to the file that it was made of: vitest keeps it beside the text. */
export function vitestMapOf(id: string, global: object): string | undefined {
  const { __vitest_worker__: worker } = global as {
    __vitest_worker__?: {
      evaluatedModules?: { getModuleById?(id: string): { meta?: { sourceMap?: unknown } } | undefined };
    };
  };
  const map = worker?.evaluatedModules?.getModuleById?.(id)?.meta?.sourceMap;
  return typeof map === 'string' ? map : undefined;
}

function fullName(test: Task): string {
  const names = [test.name];
  // The outermost suite is the file.
  for (let suite = test.suite; suite !== undefined && suite.name !== ''; suite = suite.suite)
    if (!('filepath' in suite)) names.unshift(suite.name);
  return names.join(' > ');
}
