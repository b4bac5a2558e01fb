import type { Binding } from './probe.ts';

/** What a Python target wants its hub to set by debugpy: the whole, each time. */
export interface WantedBreakpoints {
  /** Counts up. */
  readonly revision: number;
  /** Its own interpreter, which debugpy's adapter is run by. */
  readonly python: string;
  /** The folder that it imports debugpy from; empty where nothing is wanted. */
  readonly debugpy: string;
  /** None: debugpy is let go. */
  readonly files: readonly {
    readonly file: string;
    /** The condition asks the target itself; it is no user's. */
    readonly lines: readonly { readonly line: number; readonly condition: string }[];
  }[];
  /** Errors that debugpy stops for; the hub then asks the target whether it stays so. */
  readonly errors?: readonly ErrorFilter[];
}

/** As debugpy names them. */
export const errorFilters = ['raised', 'uncaught'] as const;
export type ErrorFilter = (typeof errorFilters)[number];

/** What a hub tells a Python target about debugpy. One field each time. */
export interface DebugpyAsk {
  /** Let debugpy in: it dials an adapter of the hub's there. */
  readonly connect?: { readonly host: string; readonly port: number; readonly token: string };
  /** Debugpy is in it already, and we speak to it. `ours`: it came for us, and goes with us. */
  readonly adopted?: 'ours' | 'theirs';
  /** What debugpy has made of the lines. */
  readonly set?: SetBreakpoints;
  /** Why it cannot be had, or is gone; for people. */
  readonly trouble?: string;
  /** It is put out of the process. */
  readonly detach?: true;
  /** Whatever is stopped goes on, without debugpy's adapter. */
  readonly release?: true;
  /** To be done in a stopped thread, when debugpy has it call for the job. */
  readonly job?: DebugpyJob;
  /** What came of a job. */
  readonly result?: string;
}

export interface DebugpyJob {
  readonly id: string;
  readonly hold: string;
  readonly do: 'evaluate' | 'set';
  readonly expression: string;
  /** Of `set`. */
  readonly name?: string;
}

export interface SetBreakpoints {
  readonly revision: number;
  readonly files: readonly {
    readonly file: string;
    /** `at`: where it is set, absent when it is not; then `why` says why. */
    readonly lines: readonly { readonly line: number; readonly at?: number; readonly why?: string }[];
  }[];
  readonly errors?: readonly ErrorFilter[];
}

/** Of a result: what `evaluate` or `set` answer. Else the bindings as they stand. */
export type DebugpyAnswer =
  | { readonly bindings: readonly Binding[] }
  | { readonly value: unknown }
  | { readonly variable: unknown };
