import type { RedialPace } from '../../base/index.ts';
import type { AlertRule } from './alert-rule.ts';
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
  /** How a hub that is gone is dialled again. */
  readonly reconnect?: Partial<RedialPace>;
}

/**
 * What is done for a probe that a target refuses. `retry`: it is asked again, three times. `fallback`: a hold becomes a stop, which
 * needs another mechanism. `degrade`: a hold or stop becomes a snap. `skip`: the probe is taken away.
 */
export const refusedWays = ['retry', 'fallback', 'degrade', 'skip'] as const;
export type RefusedWay = (typeof refusedWays)[number];

/** What the configuration says of sessions and their probes. */
export interface SessionRules {
  readonly maxSessions?: number;
  readonly maxProbesEach?: number;
  /** Of all sessions together. */
  readonly maxProbes?: number;
  /** A session that is open longer is closed. */
  readonly timeoutMs?: number;
  readonly letGoAfterMs?: number;
  /** Of each probe that says nothing else. */
  readonly defaults?: ProbeLimits;
  /** One after another, until one does something; absent: it stays refused, with its reason. */
  readonly whenRefused?: readonly RefusedWay[];
}

/** When a program is started again. */
export interface WatchSettings {
  readonly paths: readonly string[];
  readonly debounceMs: number;
  readonly killAfterMs: number;
}

/** Where our own words go that are kept: lines of JSON, in files that take turns. */
export interface LogSettings {
  readonly file?: string;
  readonly maxBytes: number;
  readonly maxFiles: number;
}

export interface AlertSettings {
  readonly rules: readonly AlertRule[];
  readonly console: boolean;
  readonly file?: string;
  readonly webhook?: string;
}
