import type { Finding } from './finding.ts';
import type { SystemCourse } from './system-course.ts';

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
  /** It was attached to, and runs on without us. */
  | { readonly how: 'detached' }
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
  /** That were open when their target ended; of one that runs they are asked for (`streams`). */
  'streams',
  'tests',
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

export interface Report extends Record<SectionName, Listing> {
  readonly version: typeof reportVersion;
  readonly targets: readonly TargetInfo[];
  readonly started: number;
  readonly ended: number;
  /** By target id, as each said it last. */
  readonly system: Readonly<Record<string, unknown>>;
  /** By target id: how its figures went. Absent where none said them twice, or nobody kept them. */
  readonly courses?: Readonly<Record<string, SystemCourse>>;
  readonly findings: readonly Finding[];
  readonly dropped: Readonly<Record<string, number>>;
}

export const emptyListing: Listing = { total: 0, live: 0, items: [], dropped: 0 };

/** What a target says of its system, with how many tasks it has. */
export function systemOf({ system, sections }: TargetState): TargetState['system'] {
  const { live, total } = sections?.tasks ?? emptyListing;
  return total > 0 ? { ...system, tasks: { live, total } } : (system ?? {});
}
