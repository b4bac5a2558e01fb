import type { Runtime } from '../runtime/inside.ts';
import type { TestBook } from './test-book.ts';
import type { TestRun } from './test-run.ts';

interface Block {
  readonly name: string;
  readonly parent?: Block;
}

interface CircusTest extends Block {
  fn?: (...args: unknown[]) => unknown;
  readonly failing?: boolean;
  readonly asyncError?: unknown;
  /** Each as it was thrown, or with one that says where the test is. */
  readonly errors?: readonly unknown[];
}

interface Hook {
  fn: (...args: unknown[]) => unknown;
  readonly type: string;
}

interface CircusEvent {
  readonly name: string;
  readonly test?: CircusTest;
  readonly hook?: Hook;
  readonly error?: unknown;
}

interface CircusState {
  readonly currentlyRunningTest?: CircusTest | null;
}

type Handler = (event: CircusEvent, state: CircusState) => void;

/** jest-circus tells its handlers what it is about to do: a test's function, and hooks for each test, run in its flow. */
export function meetJest(rt: Runtime, book: TestBook, found: unknown, file: () => unknown): void {
  if (!Array.isArray(found)) {
    rt.notes.add('Tests of jest are not followed: this version of jest-circus has another shape.');
    return;
  }
  const runs = new WeakMap<CircusTest, TestRun>();
  const originals = new WeakMap<object, (...args: unknown[]) => unknown>();
  const enter = (holder: { fn?: (...args: unknown[]) => unknown }, run: TestRun | undefined) => {
    if (holder.fn === undefined || run === undefined) return;
    const fn = originals.get(holder) ?? holder.fn;
    originals.set(holder, fn);
    holder.fn = run.inFlow(fn);
  };
  const leave = (holder: { fn?: (...args: unknown[]) => unknown } | undefined) => {
    const fn = holder && originals.get(holder);
    if (fn === undefined) return;
    originals.delete(holder!);
    holder!.fn = fn;
  };
  const take: Handler = ({ name, test, hook, error }, state) => {
    switch (name) {
      case 'test_started':
        runs.set(test!, book.begin({ name: fullName(test!), runner: 'jest', file: String(file() ?? '') }));
        break;
      case 'test_fn_start':
        enter(test!, runs.get(test!));
        break;
      case 'hook_start':
        if (hook!.type.endsWith('Each')) enter(hook!, runs.get((test ?? state.currentlyRunningTest)!));
        break;
      case 'hook_success':
      case 'hook_failure':
        leave(hook);
        if (name === 'hook_failure' && test !== undefined && test !== null) fails(test, error);
        break;
      case 'test_fn_success':
      case 'test_fn_failure':
        leave(test);
        if (name === 'test_fn_failure') fails(test!, error);
        break;
      case 'run_start':
        found.push(guarded(takeLast));
        break;
      case 'test_skip':
        end(test!);
    }
  };
  /** Behind jest's own handlers, which count assertions when a test is done. */
  const takeLast: Handler = ({ name, test }) => {
    if (name !== 'test_done') return;
    const [error] = test!.errors ?? [];
    if (error !== undefined) fails(test!, Array.isArray(error) ? (error[0] ?? error[1]) : error);
    end(test!);
  };
  const end = (test: CircusTest) => {
    const run = runs.get(test);
    if (run !== undefined) book.ended(run);
  };
  const fails = (test: CircusTest, error: unknown) => {
    const run = runs.get(test);
    // What it says of a limit is no error, but a text.
    const isStuck = typeof error === 'string' && error.startsWith('Exceeded timeout of ');
    if (run !== undefined) book.failed(run, error, isStuck);
  };
  const guarded =
    (handle: Handler): Handler =>
    (event, state) =>
      void rt.guard('jest', () => handle(event, state));
  found.push(guarded(take));
}

function fullName(test: CircusTest): string {
  const names = [test.name];
  for (let block = test.parent; block !== undefined; block = block.parent)
    if (block.parent !== undefined) names.unshift(block.name);
  return names.join(' > ');
}
