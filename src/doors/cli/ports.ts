import type { Clock } from '../../base/index.ts';
import type {
  Alert,
  ControlAnswer,
  ControlAsk,
  Dump,
  EddyEvent,
  Finding,
  HubStatus,
  ParsedRun,
  PortPlace,
  Report,
  RunCard,
  RunOptions,
  UnpreparedDump,
  WatchSettings,
} from '../../wire/protocol/index.ts';
import type { Hub, RunningRun } from '../client/index.ts';
import type { FullScreen } from './full-screen.ts';

/** How a command ends: with a status, or by a signal as the program did. */
export type Exit = { readonly status: number } | { readonly signal: NodeJS.Signals };

export interface RunJob {
  readonly words: readonly [string, ...string[]];
  readonly options: RunOptions;
  /** The program gets an empty standard input: its terminal is for our prompt. */
  readonly withoutInput: boolean;
  onFinding(finding: Finding): void;
  /** A rule of the configuration was passed. */
  onAlert?(alert: Alert): void;
  /** Where a dump was written. */
  onDump(path: string): void;
  /** Where the dashboard that was asked for is entered. */
  onPage?(link: string): void;
  /** Of a session: a probe that acted, was bound or was refused. */
  onSessionEvent(event: EddyEvent): void;
  /** The program runs: from here to its end it can be looked at, and be sent a signal. */
  onStarted?(program: StartedProgram): void;
}

/** A process by its id, or where a debugger is let in: debugpy, or Node's inspector. */
export type AttachTo = { readonly pid: number } | { readonly host: string; readonly port: number };

export interface AttachJob {
  readonly to: AttachTo;
  /** As other terminals are told it. */
  readonly words: string;
  readonly options: Pick<RunOptions, 'observeOnly' | 'probing' | 'name'>;
  /** Although it may do something of its own at SIGUSR1. */
  readonly yes: boolean;
  /** Aborted: what was opened on the way in is closed. */
  readonly signal: AbortSignal;
  /** Before it is touched. */
  tell(text: string): void;
  onFinding(finding: Finding): void;
  onSessionEvent(event: EddyEvent): void;
}

export interface AttachedProgram {
  readonly target: {
    readonly pid: number;
    readonly node: string;
    readonly python?: string;
    readonly notes?: readonly string[];
  };
  /** Settles when the program has gone, with the reason. */
  readonly ended: Promise<string>;
  /** Gives what could not be put back, in words. */
  detach(): Promise<readonly string[]>;
}

/** What of a process that was started without us is asked for. */
export interface ProcessDumpJob {
  readonly pid: number;
  /** Although it stands still for long, or may do something of its own at SIGUSR1. */
  readonly yes: boolean;
  readonly budgetMs: number;
  readonly samples: number;
  /** Aborted: what was opened in it is closed. */
  readonly signal: AbortSignal;
  /** Before it is touched, and where something of ours could not be taken back. */
  tell(text: string): void;
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
  readonly listen: readonly PortPlace[];
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  /** A file, or 'memory'. */
  readonly store?: string;
  readonly observeOnly: boolean;
  readonly maxConnections?: number;
  /** Where editors dial in. `open`: without a token. */
  readonly dap?: PortPlace & { readonly open?: true };
  /** Where the dashboard is. */
  readonly dashboard?: PortPlace;
}

export interface ServedHub {
  readonly card: RunCard;
  readonly folder: string;
  readonly listens: readonly string[];
  /** Of the dashboard, where there is one: good once, for a minute. */
  newLink(): string | undefined;
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

export interface ExportJob {
  readonly past: Past;
  /** Its id. */
  readonly run: string;
  readonly as: 'ndjson' | 'trace';
  /** A file, or - for standard output. */
  readonly file: string;
}

/** Hubs that stay. */
export interface PlanePort {
  /** Of that name; without, the only one. */
  dial(name: string | undefined): Promise<Hub>;
  serve(job: ServeJob): Promise<ServedHub>;
  past(name: string | undefined, store: string | undefined): Promise<Past>;
  /** Gives how many events were written. */
  export(job: ExportJob): Promise<number>;
  /** Settles at the first Ctrl-C or SIGTERM; a second one ends the process. */
  interrupted(): Promise<NodeJS.Signals>;
}

/** The dashboard, for a hub that has none of its own. */
export interface PagePort {
  /** From this process; a hub that goes is dialled until it is back. */
  serve(hub: RunCard, at: PortPlace): Promise<ServedPage>;
  /** Opens it in a browser, without waiting for that. False: there is no browser here. */
  browse(link: string): boolean;
}

export interface ServedPage {
  newLink(): string;
  /** Settles when the hub has gone for good. */
  readonly over: Promise<void>;
  close(): Promise<void>;
}

/** Editors, in the Debug Adapter Protocol. */
export interface EditorPort {
  /** Serves the one that started us, on standard input and output, until it has gone. */
  stdio(): Promise<void>;
  /** The token of the hub of that name, which there need not be yet. */
  token(name: string): string;
  /** Undefined: there is no such file. */
  readText(file: string): string | undefined;
  /** With the folders that it needs. */
  writeText(file: string, text: string): void;
}

/** Files that may change. */
export interface Watching {
  /** Those that changed since the last time it was asked; waits until one has. */
  next(): Promise<readonly string[]>;
  /** What changed until now is known already. */
  forget(): void;
  close(): void;
}

/** What was said on the command line. */
export type GivenRun = Pick<ParsedRun, 'options' | 'flags'>;

export interface ConfigProblem {
  /** File, line, column, key, what is wrong and what was meant, in one line. */
  readonly text: string;
}

export interface ShownKey {
  readonly key: string;
  readonly value: unknown;
  readonly from: string;
  /** `eddy.config.yaml:3`, `EDDY_REPORT`, `--report`; absent for defaults. */
  readonly at?: string;
}

export interface MigrateJob {
  readonly files: readonly string[];
  readonly out?: string;
  readonly force: boolean;
}

export interface Migrated {
  readonly file: string;
  readonly backup?: string;
  readonly keys: readonly {
    readonly at: string;
    readonly old: string;
    readonly became: string;
    readonly to: readonly string[];
    readonly why: string;
  }[];
}

/** The configuration: its file, the environment, and flags over both. */
export interface ConfigPort {
  /** What a run is to do. Throws all that is wrong, in one error. */
  load(given: GivenRun): RunOptions;
  show(given: GivenRun): {
    readonly file?: string;
    readonly keys: readonly ShownKey[];
    readonly problems: readonly ConfigProblem[];
  };
  check(file: string | undefined): { readonly file?: string; readonly problems: readonly ConfigProblem[] };
  migrate(job: MigrateJob): Migrated;
}

/** One thing that was tried here. */
export interface DoctorRow {
  /** Stable, for programs. */
  readonly id: string;
  readonly what: string;
  readonly state: 'ok' | 'warn' | 'fail' | 'skipped';
  readonly saw: string;
  /** Where it is not well: what to do. */
  readonly toDo?: string;
}

export interface DoctorJob {
  /** For all of it; absent: a few seconds. */
  readonly withinMs?: number;
  onRow(row: DoctorRow): void;
}

export interface DoctorResult {
  readonly rows: readonly DoctorRow[];
  /** It was broken off; all that was started is gone. */
  readonly interrupted?: NodeJS.Signals;
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
  /** Settles when nobody reads answers any more: who follows has an end. Absent: that cannot be told. */
  readonly outGone?: Promise<void>;
  /** Whole lines only: the program writes there too. */
  err(text: string): void;
  /** Absent: there is none where our words go. */
  readonly terminal?: TerminalPort;
  /** Absent: keys and answers do not go to one terminal. */
  readonly fullScreen?: FullScreen;
  run(job: RunJob): Promise<RunResult>;
  /** Goes into a program that runs. Absent: there is no plane to do it. */
  attach?(job: AttachJob): Promise<AttachedProgram>;
  /** Looks into a process that was started without us, and lets it go. Absent: there is no plane to do it. */
  dumpProcess?(job: ProcessDumpJob): Promise<UnpreparedDump>;
  /** Tries whether Eddy works here. Absent: there is no plane to try it with. */
  doctor?(job: DoctorJob): Promise<DoctorResult>;
  /** Dials the run of that name or pid; without, the only one. */
  dial(wanted: string | undefined): Promise<Hub>;
  /** The runs of this user. */
  runs(): Promise<readonly RunningRun[]>;
  readonly plane: PlanePort;
  /** Absent: no page is served here. */
  readonly page?: PagePort;
  /** Absent: no editor is served here. */
  readonly editor?: EditorPort;
  /** Absent: nothing can be watched here. Throws what is wrong with the paths. */
  watch?(settings: WatchSettings): Watching;
  /** Absent: what is said on the command line is all. */
  readonly config?: ConfigPort;
}
