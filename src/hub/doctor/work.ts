import type { Clock } from '../../base/index.ts';
import type {
  ControlAnswer,
  ControlAsk,
  ControlName,
  EddyEvent,
  Report,
  RunOptions,
} from '../../wire/protocol/index.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the examination needs of the rest of the plane, and of the process that it is in. */
export interface DoctorWork {
  readonly env: Environment;
  readonly cwd: string;
  readonly clock: Clock;
  /** For all of it; five seconds unless told. */
  readonly withinMs?: number;
  /** Absolute path of what each Node process loads first; throws where nothing is built. */
  preload(): string;
  run(request: SampleRun): Promise<SampleEnd>;
  /** Speaks to the run of this pid as another terminal would. */
  dial(pid: string): Promise<Talk>;
  /** Absent: this build reads no configuration. */
  configuration?(): Promise<FoundConfiguration>;
}

export interface SampleRun {
  readonly words: readonly [string, ...string[]];
  readonly options: RunOptions;
  readonly cwd: string;
  readonly env: Environment;
  readonly withoutInput: true;
  onSessionEvent(event: EddyEvent): void;
  onStarted(program: { signal(name: NodeJS.Signals): void }): void;
}

export interface SampleEnd {
  readonly end: { readonly how: 'exit'; readonly code: number } | { readonly how: 'signal'; readonly signal: string };
  readonly report: Report;
  readonly troubles: readonly Error[];
}

export interface Talk {
  ask<N extends ControlName>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>>;
  close(): void;
}

export interface FoundConfiguration {
  /** Absent: there is none, and none is needed. */
  readonly file?: string;
  /** Each with its place and what to do. */
  readonly problems: readonly string[];
}
