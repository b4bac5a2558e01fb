import type { Clock } from '../../base/index.ts';
import type {
  ControlAnswer,
  ControlAsk,
  ControlName,
  EddyEvent,
  EventKind,
  TargetInfo,
} from '../../wire/protocol/index.ts';

/** A hub, as an editor's session asks it. */
export interface EditorHub {
  /** Who was there when it was dialled. */
  readonly targets?: readonly TargetInfo[];
  ask<N extends ControlName>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>>;
  follow(kinds: readonly EventKind[], listener: EditorListener): Promise<void>;
  /** Settles when the hub has gone, or was closed here. */
  readonly ended: Promise<void>;
  close(): void | Promise<void>;
}

export interface EditorListener {
  onEvent(event: EddyEvent): void;
  /** So many were dropped, as they came faster than they were read. */
  onLost?(count: number): void;
}

/** A program to be started, with a hub of its own in this process. */
export interface ProgramJob {
  readonly words: readonly [string, ...string[]];
  /** What runs a Python file; absent: it is looked for. */
  readonly python?: string;
  readonly cwd: string;
  /** Beside our own environment; null takes a variable away. */
  readonly env: Readonly<Record<string, string | null>>;
  /** It waits before its first line. */
  readonly waits: boolean;
  /** Of packages too, what gets gates. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly observeOnly: boolean;
  onOutput(which: 'stdout' | 'stderr', text: string): void;
}

export type ProgramEnd =
  | { readonly how: 'exit'; readonly code: number }
  | { readonly how: 'signal'; readonly signal: string };

export interface EditorProgram extends EditorHub {
  /** By which others dial its hub. */
  readonly name: string;
  /** From here on it runs. `end` settles when all that it wrote was told. */
  start(): Promise<{ readonly pid: number; readonly end: Promise<ProgramEnd> }>;
  signal(name: NodeJS.Signals): void;
  /** Its hub is gone afterwards; what was held goes on. */
  close(): Promise<void>;
}

/** What an editor's session needs of the world. */
export interface EditorPorts {
  readonly version: string;
  readonly clock: Clock;
  readonly cwd: string;
  /** Opens the program's hub; nothing runs yet. Throws when there is no such program. */
  open(job: ProgramJob): Promise<EditorProgram>;
  /** The run of that name or pid; without, the only one. */
  dial(run: string | undefined): Promise<EditorHub>;
  /** Words that start an `eddy run` in a terminal, up to its options. */
  readonly runWords: readonly string[];
  /** Sends a signal to a process of a run; false when there is none. */
  signal(pid: number, name: NodeJS.Signals): boolean;
}
