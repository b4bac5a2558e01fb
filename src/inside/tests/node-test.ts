import { AsyncResource } from 'node:async_hooks';
import { fileURLToPath } from 'node:url';
import { types } from 'node:util';
import type { Runtime } from '../runtime/inside.ts';
import { NodeTestPlaces, type Original } from './node-test-places.ts';
import type { TestBook } from './test-book.ts';
import type { TestRun } from './test-run.ts';

/** What node:test hands to a test, and what it says of it. */
interface NodeTestContext {
  readonly name: string;
  /** With the names of what it is in. */
  readonly fullName?: string;
  readonly filePath?: string;
  readonly signal: AbortSignal;
  readonly passed?: boolean;
  readonly error?: unknown;
}

/** The resource that a test is, as far as we know it on every Node; what is not there is done without. */
interface NodeTest {
  readonly hookType?: string;
  /** It may fail. */
  readonly isTodo?: boolean;
  /** It has skipped itself, perhaps. */
  readonly skipped?: boolean;
  /** Null: what all tests of a process stand in. */
  readonly parent?: object | null;
  readonly loc?: { readonly line?: number; readonly file?: string };
}

interface Known {
  readonly run: TestRun;
  /** Absent until its function runs: hooks come first. */
  test: NodeTest | undefined;
}

type Run = (this: AsyncResource, fn: (...args: unknown[]) => unknown, self: unknown, ...args: unknown[]) => unknown;

/**
 * node:test runs each test's functions as an async resource of its own, with the test's context for `this`: there they enter
 * its flow. Its `signal` aborts when it is over, however, and the context says how it went.
 */
export function meetNodeTest(rt: Runtime, book: TestBook, unedited: Original): void {
  const { prototype } = AsyncResource;
  const found = Object.getOwnPropertyDescriptor(prototype, 'runInAsyncScope');
  if (typeof found?.value !== 'function') return;
  const original = found.value as Run;
  const known = new WeakMap<object, Known>();
  const places = new NodeTestPlaces(unedited);
  const begin = (test: NodeTest | undefined, context: NodeTestContext): Known => {
    const name = context.fullName ?? context.name;
    const one: Known = { run: book.begin({ name, runner: 'node:test', file: fileOf(test, context) }), test };
    known.set(context, one);
    context.signal.addEventListener('abort', () => rt.guard('node:test', () => end(one, context)), { once: true });
    return one;
  };
  const end = ({ run, test }: Known, { passed, error }: NodeTestContext) => {
    if (passed === true && test?.skipped === true) {
      book.skipped(run);
      return;
    }
    if (passed !== true && error !== null && error !== undefined && test?.isTodo !== true) {
      // A hook before it failed: where that was is known from before the hooks that followed.
      if (failureOf(error) === hookFailure && test !== undefined) run.hookFailed();
      book.failed(run, causeOf(error), givenUp.has(failureOf(error)));
    }
    book.ended(run);
  };
  /** Of a hook for each test, the test's context is the first thing that it is given. */
  const runFor = (test: NodeTest, self: NodeTestContext, first: unknown): TestRun | undefined => {
    const { hookType } = test;
    if (hookType === undefined) {
      const one = known.get(self) ?? begin(test, self);
      one.test = test;
      one.run.isAt(test.loc?.line);
      return one.run;
    }
    const context = hookType.endsWith('Each') ? contextOf(first) : undefined;
    if (context === undefined) return undefined;
    const { run } = known.get(context) ?? begin(undefined, context);
    if (hookType === 'afterEach') run.hooksFollow();
    return run;
  };
  const runInAsyncScope: Run = function (fn, self, ...args) {
    rt.guard('node:test', () => places.see(this));
    const run = rt.guard('node:test', () => {
      const context = contextOf(self);
      if (context === undefined) return undefined;
      // A file that `node --test` runs in a process of its own is no test, nor is what they all stand in.
      const { hookType, parent } = this as NodeTest;
      const isNone = hookType === undefined && (parent === null || this.constructor.name === 'FileTest');
      return isNone ? undefined : runFor(this as NodeTest, context, args[0]);
    });
    if (run === undefined) return Reflect.apply(original, this, [fn, self, ...args]);
    const inFlow = function (this: unknown, ...given: unknown[]) {
      return run.call(fn, this, given);
    };
    return Reflect.apply(original, this, [inFlow, self, ...args]);
  };
  Object.defineProperty(runInAsyncScope, 'name', { value: 'runInAsyncScope' });
  Object.defineProperty(prototype, 'runInAsyncScope', { ...found, value: runInAsyncScope });
}

/** Of a test. Other resources may have anything for `this`: nothing of it is run. */
function contextOf(value: unknown): NodeTestContext | undefined {
  if (typeof value !== 'object' || value === null || types.isProxy(value)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype)) return undefined;
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  if (typeof made !== 'function' || Object.getOwnPropertyDescriptor(made, 'name')?.value !== 'TestContext')
    return undefined;
  const { signal } = value as NodeTestContext;
  return signal instanceof AbortSignal ? (value as NodeTestContext) : undefined;
}

function fileOf(test: NodeTest | undefined, { filePath }: NodeTestContext): string {
  const file = test?.loc?.file ?? filePath ?? '';
  return file.startsWith('file:') ? fileURLToPath(file) : file;
}

const hookFailure = 'hookFailed';
/** It had not come to its end. */
const givenUp: ReadonlySet<unknown> = new Set(['testTimeoutFailure', 'cancelledByParent', 'testAborted']);

function failureOf(error: unknown): unknown {
  return (error as { failureType?: unknown }).failureType;
}

/** What the test threw stands behind node:test's own error. */
function causeOf(error: unknown): unknown {
  const { code, cause } = error as { code?: unknown; cause?: unknown };
  const isTheirs = failureOf(error) === 'testCodeFailure' || failureOf(error) === hookFailure;
  return code === 'ERR_TEST_FAILURE' && isTheirs && cause !== undefined ? cause : error;
}
