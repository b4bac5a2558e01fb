/** What is known of a gated file beside its text: where its gates are, and how to find the way back to the original. */
export interface GateTable {
  /** Of the format; a cached table of another is not used. */
  readonly version: number;
  /** Stand first, where they can be read without parsing all. */
  readonly functionCount: number;
  readonly skippedCount: number;
  readonly partCount: number;
  /** How our names start in this file. */
  readonly prefix: string;
  readonly functions: readonly GatedFunction[];
  readonly gates: readonly Gate[];
  readonly awaits: readonly Place[];
  /** Pieces of ours by line of the original: [line, column, length, …] with columns from 0, in the order of the text. */
  readonly inserts: readonly number[];
  readonly skipped: readonly Skipped[];
  /** Programs in strings of the file, which it gives to `eval`: each has gates of its own. */
  readonly parts: readonly GatedPart[];
}

export interface GatedPart {
  /** As the file's own, with a number behind it. */
  readonly key: string;
  /** What V8 calls it: its `sourceURL`. */
  readonly name: string;
  /** As it is evaluated. */
  readonly text: string;
  readonly table: GateTable;
}

export type BodyKind = 'sync' | 'async' | 'generator' | 'async-generator' | 'module' | 'async-module';

export interface GatedFunction {
  readonly name: string;
  readonly kind: BodyKind;
  readonly line: number;
  /** From 1. */
  readonly column: number;
  readonly endLine: number;
  /** Of its last character. */
  readonly endColumn: number;
  /** Without it, the function's runs are not recorded; its gates work. */
  readonly recorded: boolean;
  /** The compiler that made of an async function what nothing can wait in: a state machine, or a generator that never awaits. */
  readonly machine?: string;
}

export interface Place {
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Index of the function that it is in. */
  readonly fn: number;
}

export interface Gate extends Place {
  /** The only gate of a sync function: it says that the function is entered, and carries no values. */
  readonly entry?: true;
  /** Passed by value, in this order. */
  readonly values: readonly Local[];
  /** Reached through the gate's accessor, in this order: closure variables and what inner functions share. */
  readonly shared: readonly Local[];
}

export interface Local {
  readonly name: string;
  readonly editable: boolean;
  /** False: it belongs to a function or module round this one. */
  readonly own: boolean;
}

export interface Skipped {
  readonly line: number;
  readonly what: string;
  readonly why: string;
}

export const tableVersion = 4;

export interface GateCounts {
  readonly functions: number;
  readonly skipped: number;
  readonly parts: number;
}

/** From a table's JSON. */
export function countsOf(json: string): GateCounts {
  const [, functions, skipped, parts] =
    /^\{"version":\d+,"functionCount":(\d+),"skippedCount":(\d+),"partCount":(\d+)/.exec(json) ?? [];
  return { functions: Number(functions ?? 0), skipped: Number(skipped ?? 0), parts: Number(parts ?? 0) };
}
