import type { Finding } from './finding.ts';

export const reportVersion = 1;

/** A bounded list with its totals. */
export interface Listing<T = Record<string, unknown>> {
  /** Ever made. */
  readonly total: number;
  /** Not ended yet. */
  readonly live: number;
  /** Live ones first, then the newest ended. */
  readonly items: readonly T[];
  /** Ended ones that are no longer listed. Above zero, a gap is ours, not the program's. */
  readonly dropped: number;
  /** Counts by state or the like, where the kind has some. */
  readonly summary?: Readonly<Record<string, number>>;
}

export type TargetEnd =
  /** `code` absent: nothing told it, as of a Python child that left by itself. */
  | { readonly how: 'exit'; readonly code?: number }
  | { readonly how: 'signal'; readonly signal: string }
  | { readonly how: 'terminated' }
  | { readonly how: 'lost' };

export interface TargetInfo {
  readonly id: string;
  readonly kind: 'process' | 'worker';
  readonly pid: number;
  /** 0 for a main thread. */
  readonly thread: number;
  /** Id of the target that started it; absent for the first. */
  readonly parent?: string;
  /** Version of its Node; empty where it is no Node. */
  readonly node: string;
  /** Version of its Python; absent where it is none, empty where it did not say. */
  readonly python?: string;
  readonly argv: readonly string[];
  readonly started: number;
  /** Absent while it runs. */
  readonly ended?: number;
  readonly end?: TargetEnd;
  /** Whether the canary flow kept its context at start. False: nothing said about flows can be relied on. */
  readonly isolation: boolean;
  /** What could not be observed here and why. */
  readonly notes: readonly string[];
}

export const sectionNames = [
  'flows',
  'activations',
  'tasks',
  'scopes',
  'locks',
  'generators',
  'sdkSessions',
  'sessions',
] as const;
export type SectionName = (typeof sectionNames)[number];

/** What one target knows of itself. */
export interface TargetState {
  readonly sections: Partial<Record<SectionName, Listing>>;
  readonly system: Readonly<Record<string, unknown>>;
  readonly findings: readonly Finding[];
  /** Drop counts by name; zeros left out. */
  readonly dropped: Readonly<Record<string, number>>;
  /** Of its events: the number of the last, and how many it let go itself. What else is missing was lost on the way. */
  readonly said?: { readonly seq: number; readonly letGo: number };
}

/**
 * Of a target's `system`, what changes by the second. Followers get it as an event `system` whenever a target says its state. Two of them give shares: what was used in between.
 */
export interface SystemFigures {
  /** Of the whole process, the same from each of its threads but for the heap. */
  readonly process?: {
    readonly rssBytes?: number;
    /** The most it ever was; absent where the system does not tell. */
    readonly rssPeakBytes?: number;
    /** Of this thread; absent where there is no such heap. */
    readonly heapUsedBytes?: number;
    readonly heapTotalBytes?: number;
    readonly externalBytes?: number;
    /** Since it began. */
    readonly cpuUserMs?: number;
    readonly cpuSystemMs?: number;
    readonly uptimeMs?: number;
    /** What keeps the event loop alive. */
    readonly handleCount?: number;
    readonly threads?: number;
  };
  /** Of this thread's event loop; absent where the target has none that is looked at. */
  readonly loop?: {
    /** Since the loop began: how long it did something, and how long it waited for something to do. */
    readonly activeMs: number;
    readonly idleMs: number;
    /** Of this thread, since it began; absent where Node does not tell. */
    readonly cpuMs?: number;
    /** How late it turned since the state before. */
    readonly delay: { readonly meanMs: number; readonly maxMs: number };
    /** The latest it ever was. */
    readonly worstDelayMs: number;
  };
}

export interface Report extends Record<SectionName, Listing> {
  readonly version: typeof reportVersion;
  readonly targets: readonly TargetInfo[];
  readonly started: number;
  readonly ended: number;
  /** By target id. */
  readonly system: Readonly<Record<string, unknown>>;
  readonly findings: readonly Finding[];
  readonly dropped: Readonly<Record<string, number>>;
}

export const emptyListing: Listing = { total: 0, live: 0, items: [], dropped: 0 };
