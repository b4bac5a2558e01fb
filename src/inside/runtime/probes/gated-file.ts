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
}

/** A file with gates that is loaded in this thread. */
export interface GatedFile extends GatedModule {
  readonly functions: readonly GatedFunction[];
  readonly gates: readonly GatePlace[];
  /** Its lines are not those of what runs: a source map led to them. */
  readonly compiled?: boolean;
  /** Where a gate's statement is in the text that V8 has. */
  running(gate: number): { readonly file: string; readonly line: number; readonly column: number };
  /** One byte a gate, in shared memory: zero lets everybody pass. */
  readonly switches: Uint8Array;
}
