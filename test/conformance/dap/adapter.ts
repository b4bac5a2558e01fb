import type { TestContext } from 'node:test';
import type { AdapterPlace, ClientOptions } from '../../../src/wire/dap/client/index.ts';

/** An adapter that the suite drives, with what differs between adapters and languages. */
export interface Adapter {
  readonly name: string;
  /** Why it cannot be here. */
  readonly skip: string | false;
  /** `py` or `cjs`: which of the programs of test/targets/dap it runs. */
  readonly language: 'py' | 'cjs';
  readonly clientOptions?: ClientOptions;
  /** Starts one where it must be running already; it ends with the test. */
  open(t: TestContext): Promise<OpenAdapter>;
  launchOf(program: string, args: readonly string[]): Readonly<Record<string, unknown>>;
  /** A program that runs, and how a client comes to it; it ends with the test. */
  attachable(t: TestContext, program: string): Promise<Attachable>;
  readonly offers: {
    readonly functions: boolean;
    /** Of `child.py` or `child.cjs`, as a session of its own. */
    readonly children: boolean;
    /** It is reached over a network, and lives on where that is cut. */
    readonly network: boolean;
    /** Every name in sight can be read in the frames of callers, too. */
    readonly wholeFrames: boolean;
    /** A program of which nothing runs is paused at what it runs next. */
    readonly pausesIdle: boolean;
    /** Breakpoints of one session alone. */
    readonly sessions: boolean;
  };
  /** Its filter for every exception, and for those that nobody takes. */
  readonly filters: { readonly raised: string; readonly uncaught: string };
}

export interface Attachable {
  readonly pid: number;
  readonly attach: Readonly<Record<string, unknown>>;
  /** An adapter that came with it; absent where any does. */
  readonly opened?: OpenAdapter;
}

export interface OpenAdapter {
  readonly place: AdapterPlace;
  /** Of the adapter's process; undefined while none runs. */
  pid(): number | undefined;
}
