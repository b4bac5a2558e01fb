import type { FindingKind } from './finding.ts';
import type { ProbeLimits } from './probe-options.ts';

/** What the configuration tells the inside of a program, as far as it differs from what is built in. */
export interface InsideSettings {
  /** By the runtime's own names: `taskSlowMs`. */
  readonly limits?: Readonly<Record<string, number>>;
  readonly redaction?: { readonly addKeys: readonly string[]; readonly exceptKeys: readonly string[] };
  readonly capture?: {
    readonly depth?: number;
    readonly collection?: number;
    readonly fields?: number;
    readonly string?: number;
    readonly nodes?: number;
    readonly timeMs?: number;
  };
  readonly findingsOff?: readonly FindingKind[];
  readonly stackDepth?: number;
  /** Nobody looks whether the event loop stands still. */
  readonly loopWatch?: false;
  readonly canaryEveryMs?: number;
  readonly stateEveryMs?: number;
}

/** What the configuration says of sessions and their probes. */
export interface SessionRules {
  readonly maxSessions?: number;
  readonly maxProbesEach?: number;
  /** A session that is open longer is closed. */
  readonly timeoutMs?: number;
  readonly letGoAfterMs?: number;
  /** Of each probe that says nothing else. */
  readonly defaults?: ProbeLimits;
}
