import type { Runtime } from '../runtime/inside.ts';
import type { TestBook } from './test-book.ts';
import { type Task, VitestTries } from './vitest-tries.ts';

type AfterFiles = (this: unknown, ...args: unknown[]) => unknown;
type OfTask = (this: unknown, test: Task, ...args: unknown[]) => unknown;

interface Runner {
  runTask?: OfTask;
  /** After each try of a test, its hooks among it; vitest 3 and later. */
  onAfterRetryTask?: OfTask;
  onAfterRunTask?: OfTask;
  onAfterRunFiles?: AfterFiles;
}

/** vitest asks its runner to run a test, where that has a `runTask`; its own has none: then it is ours. */
export function meetVitest(rt: Runtime, book: TestBook, runner: unknown, getFn: unknown): void {
  const { prototype } = (runner ?? {}) as { prototype?: Runner };
  if (prototype === undefined || prototype.runTask !== undefined || typeof getFn !== 'function') {
    rt.notes.add('Tests of vitest are not followed: its runner has another shape, or a task of its own.');
    return;
  }
  tellAfterFiles(prototype, book);
  const tries = new VitestTries(book);
  const functionOf = getFn as (test: Task) => ((...args: unknown[]) => unknown) | undefined;
  prototype.runTask = async test => {
    const fn = functionOf(test);
    if (fn === undefined) throw new Error('Test function is not found. Did you add it using `setFn`?');
    const run = rt.guard('vitest', () => tries.begin(test));
    if (run === undefined) return fn();
    try {
      await run.call(fn, undefined, []);
      rt.guard('vitest', () => tries.came(run));
    } catch (error) {
      rt.guard('vitest', () => tries.threw(test, run, error));
      throw error;
    }
  };
  before(prototype, 'onAfterRetryTask', test => void rt.guard('vitest', () => tries.tried(test)));
  before(prototype, 'onAfterRunTask', test => void rt.guard('vitest', () => tries.over(test)));
}

function before(prototype: Runner, word: 'onAfterRetryTask' | 'onAfterRunTask', hear: (test: Task) => void): void {
  const original = prototype[word];
  prototype[word] = function (test, ...args) {
    hear(test);
    return original?.call(this, test, ...args);
  };
}

/** Then its pool may end the process, by a signal that nobody here sees. */
function tellAfterFiles(prototype: Runner, book: TestBook): void {
  const original = prototype.onAfterRunFiles;
  prototype.onAfterRunFiles = function (...args) {
    book.allEnded();
    return original?.apply(this, args);
  };
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
