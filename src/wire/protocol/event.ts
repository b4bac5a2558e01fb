export type EventKind =
  | 'target-started'
  | 'target-ended'
  | 'flow-started'
  | 'flow-ended'
  | 'task-created'
  | 'task-ended'
  | 'scope-entered'
  | 'scope-exited'
  | 'scope-cancelled'
  | 'lock-waiting'
  | 'lock-acquired'
  | 'lock-released'
  | 'generator-started'
  | 'generator-ended'
  | 'sdk-started'
  | 'sdk-message'
  | 'sdk-ended'
  | 'session-opened'
  | 'session-closed'
  | 'probe-set'
  | 'probe-removed'
  | 'probe-bound'
  | 'probe-refused'
  | 'probe-failed'
  | 'held'
  | 'resumed'
  | 'stopped'
  | 'snap'
  | 'log'
  | 'finding'
  | 'test'
  | 'system';

export interface EddyEvent {
  /** Counts up within one target. A gap is an event that was dropped. */
  readonly seq: number;
  /** Epoch ms. */
  readonly at: number;
  readonly kind: EventKind;
  /** Empty: the hub itself says it, of its sessions and what they ask for. */
  readonly target: string;
  /** Absent when no flow is concerned. */
  readonly flow?: string;
  /** Absent when no session is concerned. */
  readonly session?: string;
  /** So many of its target's events had been let go by the target itself until then; its `dropped` has them. Absent: none. */
  readonly letGo?: number;
  readonly data: Readonly<Record<string, unknown>>;
}
