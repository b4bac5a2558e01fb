import type { Runtime } from '../runtime/inside.ts';
import type { TestBook } from './test-book.ts';
import type { TestRun } from './test-run.ts';

interface Runnable {
  readonly type?: string;
  readonly file?: string;
  readonly ctx?: { readonly currentTest?: Runnable };
  readonly parent?: { readonly file?: string };
  /** It has skipped itself, by an error that it threw: mocha takes it for none. */
  readonly pending?: boolean;
  fn?: (...args: unknown[]) => unknown;
  fullTitle(): string;
}

type Run = (this: Runnable, done: (error?: unknown) => unknown) => unknown;

/** mocha runs one thing after the other, each by `Runnable.run`: a test's function, and hooks for each test, run in its flow. */
export function meetMocha(rt: Runtime, book: TestBook, given: unknown): void {
  const { prototype } = (given ?? {}) as { prototype?: { run: Run } };
  const original = prototype?.run;
  if (typeof original !== 'function') {
    rt.notes.add('Tests of mocha are not followed: this version has another shape, or a loader made another of it.');
    return;
  }
  let current: { readonly test: Runnable; readonly run: TestRun } | undefined;
  const runOf = (test: Runnable): TestRun => {
    if (current?.test === test) return current.run;
    // Hooks after the last one are over.
    if (current !== undefined) book.ended(current.run);
    const run = book.begin({ name: test.fullTitle(), runner: 'mocha', file: test.file ?? test.parent?.file ?? '' });
    current = { test, run };
    return run;
  };
  prototype!.run = {
    run(this: Runnable, done: (error?: unknown) => unknown) {
      const test = this.type === 'test' ? this : this.type === 'hook' ? this.ctx?.currentTest : undefined;
      const { fn } = this;
      if (test === undefined || typeof fn !== 'function') return Reflect.apply(original, this, [done]);
      const run = rt.guard('mocha', () => runOf(test));
      if (run === undefined) return Reflect.apply(original, this, [done]);
      this.fn = run.inFlow(fn);
      const told = (error?: unknown) => {
        this.fn = fn;
        rt.guard('mocha', () => {
          if (this.pending === true) {
            book.skipped(run);
            return;
          }
          if (error === undefined || error === null || error === false) {
            if (test === this) run.passed();
            return;
          }
          book.failed(run, error, (error as { code?: unknown }).code === 'ERR_MOCHA_TIMEOUT');
        });
        return done(error);
      };
      return Reflect.apply(original, this, [told]);
    },
  }.run;
}
