/** How a test stands. `hanging`: its runner's limit has passed, or nothing is left that could go on with it. */
export type TestState = 'running' | 'passed' | 'failed' | 'hanging';

/** One function of a test's flow: where it waits, or where it was last seen. */
export interface TestPlace {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** `ended`: it has ended, as the test failed; the place is its last statement that was seen. */
  readonly state: 'running' | 'waiting' | 'yielded' | 'held' | 'ended';
  /** How long it has been so; absent where that was not seen. */
  readonly forMs?: number;
  /** A flow that the test started, where it is another than the test's own. */
  readonly flow?: { readonly id: string; readonly name: string };
  /**
   * Names of its own in the form of capture, as they were before the statement at `localsLine`: values that were handed over
   * there. Absent where no statement of it was seen.
   */
  readonly locals?: Readonly<Record<string, unknown>>;
  readonly localsLine?: number;
  /** Functions that wait for it, the nearest first. */
  readonly callers?: readonly Omit<TestPlace, 'callers'>[];
}

/** An item of the report's `tests`: one that failed, that hangs, or that runs. Those that passed are counted alone. */
export interface TestRecord {
  /** Of its flow. */
  readonly id: string;
  /** With the names of the suites that it is in. */
  readonly name: string;
  readonly runner: 'node:test' | 'mocha' | 'vitest' | 'jest';
  readonly file: string;
  /** Absent where the runner does not tell. */
  readonly line?: number;
  readonly state: TestState;
  /** Epoch ms. */
  readonly started: number;
  readonly tookMs: number;
  /** What it failed with; absent while it runs. */
  readonly error?: string;
  /** Where that was thrown, as its stack says it; absent where it has none in a file of the user's. */
  readonly thrown?: { readonly file: string; readonly line: number; readonly column: number };
  /** It was held or stopped by a probe meanwhile: its runner's limit went on. */
  readonly wasHeld?: true;
  /** Where its functions wait; where it failed, the last places that were seen, the last one first. Absent while it is young. */
  readonly places?: readonly TestPlace[];
  /** Locks, slots and scopes that its flow had. */
  readonly holds?: readonly string[];
  /** What was found of its flow and of those that it started. */
  readonly findings?: readonly { readonly kind: string; readonly message: string }[];
}
