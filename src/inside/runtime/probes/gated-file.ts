import type { GatedModule } from '../activations/index.ts';

/** A gate as its file's table has it. Lines and columns are the running source's, from 1. */
export interface GatePlace {
  readonly line: number;
  readonly column: number;
  readonly fn: number;
  readonly entry?: true;
  readonly values: readonly Local[];
  readonly shared: readonly Local[];
}

export interface Local {
  readonly name: string;
  readonly editable: boolean;
  readonly own: boolean;
}

export interface GatedFunction {
  readonly name: string;
  readonly kind: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly recorded: boolean;
  /** Absent: the file's. */
  readonly file?: string;
  /** The compiler that made of it what nothing can wait in: a state machine, or a generator that never awaits. */
  readonly machine?: string;
}

/** A file with gates that is loaded in this thread. */
export interface GatedFile extends GatedModule {
  readonly functions: readonly GatedFunction[];
  readonly gates: readonly GatePlace[];
  /** All that it was made of; absent: only `file`. */
  readonly sources?: readonly string[];
  /** Its lines are not those of what runs: a source map led to them. */
  readonly compiled?: boolean;
  /** Where a gate's statement is in the text that V8 has. */
  running(gate: number): { readonly file: string; readonly line: number; readonly column: number };
  /** The gate of the statement that a line of one of its sources became a part of; absent: lines are as they were written. */
  gateOver?(source: string, line: number): number | undefined;
  /** One byte a gate, in shared memory: zero lets everybody pass. */
  readonly switches: Uint8Array;
}
