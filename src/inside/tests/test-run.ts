import { types } from 'node:util';
import type { TestRecord, TestState } from '../../wire/protocol/index.ts';
import { toldText } from '../runtime/capture/index.ts';
import { Context, type Flow, framesOfText, isUsers, type Runtime } from '../runtime/inside.ts';
import type { Trail } from '../runtime/probes/index.ts';
import { nameError } from '../runtime/tasks/index.ts';

export interface TestAbout {
  readonly name: string;
  readonly runner: TestRecord['runner'];
  readonly file: string;
  readonly line?: number;
}

/** What was seen at one moment. */
export type Look = Pick<TestRecord, 'places' | 'holds' | 'wasHeld'>;

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

// Taken when we load: a program may put its own in its place.
const { apply } = Reflect;

/** One run of one test: its functions run in its flow, and what it failed with is kept with where they were. */
export class TestRun {
  readonly flow: Flow;
  readonly trail: Trail;
  #about: TestAbout;
  readonly #rt: Runtime;
  readonly #context: Context;
  readonly #look: (run: TestRun, how: 'waits' | 'threw') => Look;
  readonly #sinceMs = performance.now();
  #state: TestState = 'running';
  #tookMs: number | undefined;
  /** In words: the error itself is the program's, and leads to who knows what. */
  #error: Pick<TestRecord, 'error' | 'thrown'> = {};
  #seen: Look | undefined;
  /** As it was before its last hooks ran: whether it has failed by then, its runner says later. */
  #before: Look | undefined;

  constructor(
    rt: Runtime,
    about: TestAbout,
    follow: (flow: Flow) => Trail,
    look: (run: TestRun, how: 'waits' | 'threw') => Look,
  ) {
    this.#rt = rt;
    this.#about = about;
    this.#look = look;
    this.flow = rt.startFlow('test', about.name);
    this.#context = new Context(this.flow);
    this.trail = follow(this.flow);
  }

  get state(): TestState {
    return this.#state;
  }

  get tookMs(): number {
    return Math.round(this.#tookMs ?? performance.now() - this.#sinceMs);
  }

  /** Known later than its hooks. */
  isAt(line: number | undefined): void {
    if (line !== undefined) this.#about = { ...this.#about, line };
  }

  /** The function as it is, but in the flow of this test. */
  inFlow<F extends object>(fn: F): F {
    return new Proxy(fn, { apply: (target, self, args) => this.call(target as unknown as AnyFunction, self, args) });
  }

  call(fn: AnyFunction, self: unknown, args: unknown[]): unknown {
    // Not `run` of Node's storage: what the function throws at once would have that frame in its stack.
    const before = this.#rt.store();
    this.#rt.enter(this.#context);
    // Nothing is added to what comes back: a stack across awaits ends at a promise that two wait for.
    try {
      return apply(fn, self, args);
    } finally {
      this.#rt.enter(before);
    }
  }

  /** Its function has come to its end, and hooks follow. */
  hooksFollow(): void {
    if (this.#state === 'running') this.#before = this.#look(this, 'threw');
  }

  /** What it fails with is of a hook. */
  hookFailed(): void {
    this.#before = undefined;
  }

  /** Its runner says that it failed; the first time counts. `isStuck`: its limit has passed, or it was given up. */
  failed(error: unknown, isStuck: boolean): void {
    // A hook may fail after a test that passed.
    if (this.#state !== 'running' && this.#state !== 'passed') return;
    this.#tookMs = performance.now() - this.#sinceMs;
    // What says that the limit has passed was made where the test is, not where it waits.
    this.#error = { error: toldText(nameError(error)), ...(isStuck ? {} : thrownAt(error)) };
    this.#state = isStuck ? 'hanging' : 'failed';
    this.#seen = isStuck ? this.#look(this, 'waits') : (this.#before ?? this.#look(this, 'threw'));
  }

  /** Its runner says so; hooks may follow. */
  passed(): void {
    if (this.#state !== 'running') return;
    this.#tookMs = performance.now() - this.#sinceMs;
    this.#state = 'passed';
  }

  /** Its runner has done with it. */
  ended(): void {
    this.passed();
    this.#before = undefined;
    this.#rt.endFlow(this.flow, this.#state === 'passed' ? 'done' : 'failed');
  }

  record(young: boolean, findings: TestRecord['findings']): TestRecord {
    const isOver = this.#state !== 'running';
    const seen = this.#seen ?? (young ? {} : this.#look(this, 'waits'));
    const { ending } = this.#rt;
    return {
      id: this.flow.id,
      ...this.#about,
      name: this.flow.name,
      state: ending && !isOver ? 'hanging' : this.#state,
      started: this.flow.startedAt,
      tookMs: this.tookMs,
      ...this.#error,
      ...seen,
      ...(findings === undefined || findings.length === 0 ? {} : { findings }),
    };
  }
}

function thrownAt(error: unknown): Pick<TestRecord, 'thrown'> {
  const stack = types.isNativeError(error) && Object.hasOwn(error, 'stack') ? error.stack : undefined;
  const frame = typeof stack === 'string' ? framesOfText(stack).find(isUsers) : undefined;
  if (frame === undefined || !frame.file.startsWith('/')) return {};
  return { thrown: { file: frame.file, line: frame.line, column: frame.column } };
}
