import { types } from 'node:util';
import type { TestBook } from './test-book.ts';
import type { TestRun } from './test-run.ts';

/** A test as vitest has it. */
export interface Task {
  readonly name: string;
  readonly type?: string;
  readonly suite?: Task;
  readonly file?: { readonly filepath?: string };
  readonly location?: { readonly line?: number };
  readonly result?: {
    readonly state?: string;
    /** It has skipped itself, by an error that it threw. */
    readonly pending?: boolean;
    readonly errors?: readonly VitestError[];
  };
  /** It is meant to fail. */
  readonly fails?: boolean;
}

/** As vitest hands it on: no error any more, but what one says. */
interface VitestError {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
}

/**
 * What vitest says of a test at each try of it. That its function came to its end is not all: hooks follow, counts of
 * assertions, and errors that were kept (`expect.soft`).
 */
export class VitestTries {
  readonly #book: TestBook;
  /** With how many errors its tests had from tries before. */
  readonly #runs = new Map<Task, { readonly run: TestRun; readonly from: number }>();

  constructor(book: TestBook) {
    this.#book = book;
  }

  /** Its function is about to run. */
  begin(test: Task): TestRun {
    this.#end(test);
    const { line } = test.location ?? {};
    const file = test.file?.filepath ?? '';
    const about = { name: fullName(test), runner: 'vitest', file, ...(line === undefined ? {} : { line }) } as const;
    const run = this.#book.begin(about);
    this.#runs.set(test, { run, from: test.result?.errors?.length ?? 0 });
    return run;
  }

  /** Its function has come to its end. */
  came(run: TestRun): void {
    run.hooksFollow();
    run.passed();
  }

  threw({ fails, result }: Task, run: TestRun, error: unknown): void {
    if (fails !== true && result?.pending !== true) this.#book.failed(run, error, isTimeout(error));
  }

  /** A try is over, with its hooks. */
  tried(test: Task): void {
    if (test.fails === true) return;
    if (isSkipped(test)) this.#skip(test);
    else if (test.result?.state === 'fail') this.#fail(test);
    this.#end(test);
  }

  /** All of them are: one that is meant to fail and did not has failed now. */
  over(test: Task): void {
    if (this.#runs.has(test) && test.result?.state === 'fail') this.#fail(test);
    this.#end(test);
  }

  /** Where a hook before it failed, its function has not run. */
  #fail(test: Task): void {
    const { run, from } = this.#runs.get(test) ?? { run: this.begin(test), from: -1 };
    const error = test.result?.errors?.at(from);
    this.#book.failed(run, error === undefined ? undefined : asError(error), false);
  }

  #skip(test: Task): void {
    const known = this.#runs.get(test);
    if (known !== undefined) this.#book.skipped(known.run);
  }

  #end(test: Task): void {
    const known = this.#runs.get(test);
    if (known === undefined) return;
    this.#runs.delete(test);
    this.#book.ended(known.run);
  }
}

function isSkipped({ result }: Task): boolean {
  return result?.pending === true || result?.state === 'skip';
}

function isTimeout(error: unknown): boolean {
  return types.isNativeError(error) && String(error.message).startsWith('Test timed out in ');
}

function asError({ name, message, stack }: VitestError): Error {
  const error = new Error(String(message));
  return Object.assign(error, { name: String(name ?? 'Error'), stack: String(stack ?? '') });
}

function fullName(test: Task): string {
  const names = [test.name];
  // The outermost suite is the file.
  for (let suite = test.suite; suite !== undefined && suite.name !== ''; suite = suite.suite)
    if (!('filepath' in suite)) names.unshift(suite.name);
  return names.join(' > ');
}
