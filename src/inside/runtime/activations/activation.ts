import type { Context } from '../core/index.ts';

/** What is known of a file with gates; it comes from who placed them. Lines and columns are from 1. */
export interface GatedModule {
  readonly file: string;
  readonly functions: readonly GatedRun[];
  /** Places where a function can be suspended. */
  readonly awaits: readonly { readonly line: number; readonly column: number; readonly fn: number }[];
}

export interface GatedRun {
  readonly name: string;
  readonly kind: string;
  readonly line: number;
  /** Absent: the module's. A bundle is made of several. */
  readonly file?: string;
}

/** The file that somebody wrote a function in. */
export function fileOf(module: GatedModule, fn: number): string {
  return module.functions[fn]?.file ?? module.file;
}

/** `Activation.at` of one that runs, or of one that has not come to its first await. */
export const runs = -1;
/** Of one that is held at a gate. */
export const held = -2;

/**
 * One run of one async function. Made at each call of one, so it holds what is at hand and computes nothing; the async
 * function itself keeps it alive, and the list of live ones.
 */
export class Activation {
  readonly serial: number;
  readonly module: GatedModule;
  /** Index in the module's functions. */
  readonly fn: number;
  /** Who called it, as far as that one's code has gates. */
  caller: Activation | null;
  readonly context: Context | undefined;
  /** Index in the module's awaits while it is suspended there, or one of the two below. */
  at = runs;
  /** `performance.now()` of the suspension. */
  sinceMs = 0;
  /** It is suspended at a `yield`: it waits for whoever takes its next value. */
  yielded = false;
  ended = false;
  /** Who ran when it was entered or resumed, and runs again when it is suspended. */
  outer: Activation | null;
  /** Neighbours in the ring of live ones. */
  next: Activation;
  back: Activation;

  constructor(serial: number, module: GatedModule, fn: number, outer: Activation | null, context: Context | undefined) {
    this.serial = serial;
    this.module = module;
    this.fn = fn;
    this.caller = outer;
    this.outer = outer;
    this.context = context;
    this.next = this;
    this.back = this;
  }
}
