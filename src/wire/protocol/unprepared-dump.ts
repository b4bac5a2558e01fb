/** What a Node process that was started without us stood at: read from its heap, once. Written by `eddy dump PID`. */
export interface UnpreparedDump {
  readonly version: 1;
  /** A dump of a run has no such field. */
  readonly of: 'unprepared-process';
  /** Epoch ms, of the heap snapshot. */
  readonly at: number;
  readonly process: UnpreparedProcess;
  readonly heap: {
    readonly usedBytes: number;
    /** Objects of the snapshot. */
    readonly objects: number;
  };
  readonly inspector: {
    readonly port: number;
    /** It was open before we came, and was left so. False: opened and closed by us. */
    readonly wasOpen: boolean;
    /** It is open still: because it was before, or because the program did not come to close it. */
    readonly isOpen: boolean;
  };
  readonly cost: UnpreparedCost;
  /** Calls that wait: of async functions, and of async generators that were asked for a value. Without those that had `gone`. */
  readonly waiting: number;
  /** Generators between two values. Compiled async functions are such, too. */
  readonly idle: number;
  /** Of both, how many were looked at for line and locals. Fewer than all: `sampled`. */
  readonly looked: number;
  readonly sampled: boolean;
  /** Looked at, and found to be over or to have gone on since the snapshot: counted nowhere else. */
  readonly gone: number;
  /** Those of the application first; in each kind the most first. */
  readonly functions: readonly SuspendedFunction[];
  /** What is not in it, and why. */
  readonly notes: readonly string[];
}

export interface UnpreparedProcess {
  readonly pid: number;
  /** As in `v24.1.0`. */
  readonly node: string;
  /** Its command line, without secrets. */
  readonly words: readonly string[];
}

export interface UnpreparedCost {
  /** Said before, from the heap's size. */
  readonly estimatedPauseMs: number;
  /** How long its loop did not turn for the snapshot, by its own clock. Absent: its loop has not turned since. */
  readonly pauseMs?: number;
  /** The longest that its loop stood still for one look. Absent: as above, or nothing was looked at. */
  readonly lookPauseMs?: number;
  /** What its memory grew by meanwhile, at the most that was seen. */
  readonly memoryBytes: number;
  /** From the question for the snapshot to its last byte. */
  readonly snapshotMs: number;
  readonly lookMs: number;
  /** The inspector was open for so long. */
  readonly openMs: number;
}

export interface SuspendedFunction {
  /** Empty: it has none. */
  readonly name: string;
  readonly kind: 'async function' | 'async generator' | 'generator';
  /** Asked for nothing: a generator between two values. */
  readonly idle: boolean;
  readonly whose: 'application' | 'package' | 'node';
  /** Where it is written. */
  readonly place: SuspendedPlace;
  /** Calls of it that stand: all that were not seen to be over. */
  readonly count: number;
  /** How many of them were looked at, and stand. */
  readonly looked: number;
  /** Where those stand that were looked at; the most first. */
  readonly lines: readonly SuspendedLine[];
  /** Who awaits calls of it, by their place in `functions`: an await of one of the calls each. */
  readonly awaitedBy: readonly { readonly function: number; readonly count: number }[];
}

/** In what the user wrote, where a source map says so. Lines and columns are from 1. */
export interface SuspendedPlace {
  /** A path, or what the engine calls it: `node:…`; empty: code of no file. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** In what runs, where that is another file or line. */
  readonly running?: { readonly file: string; readonly line: number; readonly column: number };
}

export interface SuspendedLine {
  readonly place: SuspendedPlace;
  /** Calls looked at that stand here. */
  readonly looked: number;
  /** Calls that stand here: exact where all were looked at, else judged by those that hold the same kind of values. */
  readonly count: number;
  readonly samples: readonly SuspendedSample[];
}

export interface SuspendedSample {
  /** Captured values by name, as in a hold. Empty also where the engine keeps none. */
  readonly locals: Readonly<Record<string, unknown>>;
}
