import type { Clock } from '../../base/index.ts';
import type { EddyEvent, Finding, Report, RunOptions } from '../../wire/protocol/index.ts';
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
}
