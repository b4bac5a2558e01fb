import type { Clock } from '../base/index.ts';
import type { EddyEvent, Finding, RunOptions, TargetInfo } from '../wire/protocol/index.ts';

export interface AttachRequest {
  /** A pid, or where debugpy or Node's inspector listens. */
  readonly to: { readonly pid: number } | { readonly host: string; readonly port: number };
  readonly words: string;
  readonly cwd: string;
  readonly options: Pick<RunOptions, 'observeOnly' | 'probing' | 'name'>;
  /** What a Node program is made to load: a built file of ours. */
  readonly program: string;
  /** SIGUSR1 is sent although a Node program seems to have a handler of its own. */
  readonly yes: boolean;
  readonly clock?: Clock;
  readonly signal: AbortSignal;
  /** Before the program is touched. */
  tell(text: string): void;
  onFinding(finding: Finding): void;
  onSessionEvent(event: EddyEvent): void;
}

export interface AttachedProgram {
  readonly target: TargetInfo;
  /** Settles when the program has gone, or debugpy has. */
  readonly ended: Promise<string>;
  /** The program runs on, without us. Gives what could not be put back, in words. */
  detach(): Promise<readonly string[]>;
}
