import type { EddyEvent } from './event.ts';
import type { Binding, ProbeSpec, ProbeTrouble, SessionSpec } from './probe.ts';

export interface ProbeView {
  readonly spec: ProbeSpec;
  /** One a target that has answered. */
  readonly bindings: readonly Binding[];
  /** Targets that have been asked and have not answered yet. */
  readonly unanswered: readonly string[];
  /** In all targets, those that have ended too. */
  readonly hits: number;
  /** In any target, at any time. */
  readonly everBound: boolean;
  /** Why it was refused, the last time; absent when it never was. */
  readonly lastRefusal?: string;
  /** In all targets, those that have ended too. */
  readonly trouble?: ProbeTrouble;
}

export interface SessionView extends SessionSpec {
  readonly openedAt: number;
  readonly closedAt?: number;
  readonly probes: readonly ProbeView[];
  readonly statistics: SessionStatistics;
  /** The newest; oldest first. */
  readonly events: readonly EddyEvent[];
  readonly audit: readonly AuditEntry[];
}

export interface SessionStatistics {
  readonly hits: number;
  readonly holds: number;
  readonly stops: number;
  readonly snaps: number;
  readonly logs: number;
  /** Events that are no longer in the list. */
  readonly droppedEvents: number;
}

/** Who did what to the program. */
export interface AuditEntry {
  /** Epoch ms. */
  readonly at: number;
  readonly pid: number;
  readonly uid: number;
  /** What the asking process calls itself. */
  readonly as: string;
  readonly did: 'open' | 'probe' | 'unset' | 'off' | 'evaluate' | 'set' | 'step' | 'resume';
  readonly what: string;
  /** Absent: it was done. */
  readonly error?: string;
}
