import type { Clock } from '../../base/index.ts';
import type {
  ControlAnswer,
  ControlAsk,
  Dump,
  EddyEvent,
  Finding,
  HubStatus,
  Report,
  RunCard,
  RunOptions,
} from '../../wire/protocol/index.ts';
import type { Hub, RunningRun } from '../client/index.ts';

/** How a command ends: with a status, or by a signal as the program did. */
export type Exit = { readonly status: number } | { readonly signal: NodeJS.Signals };

export interface RunJob {
  readonly words: readonly [string, ...string[]];
  readonly options: RunOptions;
  /** The program gets an empty standard input: its terminal is for our prompt. */
  readonly withoutInput: boolean;
  onFinding(finding: Finding): void;
  /** Where a dump was written. */
  onDump(path: string): void;
  /** Of a session: a probe that acted, was bound or was refused. */
  onSessionEvent(event: EddyEvent): void;
  /** The program runs: from here to its end it can be looked at, and be sent a signal. */
  onStarted?(program: StartedProgram): void;
}

export interface StartedProgram {
  signal(name: NodeJS.Signals): void;
  dump(): Promise<Dump>;
}

export interface RunResult {
  readonly end: { readonly how: 'exit'; readonly code: number } | { readonly how: 'signal'; readonly signal: string };
  readonly report: Report;
  readonly reportPath?: string;
  readonly eventsPath?: string;
  readonly troubles: readonly Error[];
}

/** The terminal that people sit at. */
export interface TerminalPort {
  /** The program's standard input is a terminal too: it may read what is typed. */
  readonly isPrograms: boolean;
  /** Shows what is held in the run of this process, and takes commands for it. */
  attach(): Attached;
}

export interface Attached {
  onEvent(event: EddyEvent): void;
  /** Whole lines, in place of `err`: a prompt may be on the screen. */
  tell(text: string): void;
  /** Gives the terminal back. */
  close(): void;
}

/** What `eddy serve` was asked for. */
export interface ServeJob {
  readonly name: string;
  readonly listen: readonly { readonly host: string; readonly port: number }[];
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  /** A file, or 'memory'. */
  readonly store?: string;
  readonly observeOnly: boolean;
  readonly maxConnections?: number;
}

export interface ServedHub {
  readonly card: RunCard;
  readonly folder: string;
  readonly listens: readonly string[];
  status(): HubStatus;
  /** Settles when somebody asked for the end. */
  readonly asked: Promise<void>;
  close(): Promise<void>;
}

/** What happened before: of a hub that is there, or what one left. */
export interface Past {
  ask<N extends 'history' | 'events' | 'report'>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>>;
  close(): void;
}

/** Hubs that stay. */
export interface PlanePort {
  /** Of that name; without, the only one. */
  dial(name: string | undefined): Promise<Hub>;
  serve(job: ServeJob): Promise<ServedHub>;
  past(name: string | undefined, store: string | undefined): Promise<Past>;
  /** Settles at the first Ctrl-C or SIGTERM; a second one ends the process. */
  interrupted(): Promise<NodeJS.Signals>;
}

/** What a command needs of the world. */
export interface CliPorts {
  readonly version: string;
  readonly cwd: string;
  /** Whether our words on standard error may have colours. */
  readonly colours: boolean;
  /** The same of standard output, where answers go. */
  readonly outColours: boolean;
  readonly clock: Clock;
  out(text: string): void;
  /** Whole lines only: the program writes there too. */
  err(text: string): void;
  /** Absent: there is none where our words go. */
  readonly terminal?: TerminalPort;
  run(job: RunJob): Promise<RunResult>;
  /** Dials the run of that name or pid; without, the only one. */
  dial(wanted: string | undefined): Promise<Hub>;
  /** The runs of this user. */
  runs(): Promise<readonly RunningRun[]>;
  readonly plane: PlanePort;
}
