import type { EddyEvent } from './event.ts';
import type { TargetEnd } from './report.ts';
import type { SessionView } from './session-view.ts';

/** A program that runs, or ran. */
export interface StoredRun {
  readonly id: string;
  readonly name?: string;
  /** The program and its own words. */
  readonly words: readonly string[];
  readonly cwd: string;
  readonly pid: number;
  /** Epoch ms, as all times here. */
  readonly started: number;
  /** Its targets tell every event, and not only what probes and findings tell. */
  readonly records?: true;
  /** Absent while it runs, and when nobody saw its end. */
  readonly ended?: number;
  readonly end?: TargetEnd;
  /** Events that its targets said and no hub heard, as their numbers show. Absent: none. */
  readonly unheard?: number;
  /** How much of it there was. Absent while it runs, and of runs that an older hub kept. */
  readonly seen?: {
    readonly flows: number;
    readonly findings: number;
    /** That a store was given; absent where its hub was started again meanwhile, and nobody counted. */
    readonly events?: number;
  };
}

/** Without its events, which are items of their own. */
export type StoredSession = Omit<SessionView, 'events'>;

/** All that is named must hold. */
export interface EventQuery {
  readonly run?: string;
  readonly session?: string;
  readonly target?: string;
  readonly flow?: string;
  readonly kinds?: readonly string[];
  readonly since?: number;
  readonly until?: number;
  /** The cursor of the last one that is known: what came after it. */
  readonly after?: number;
  /** 1,000 unless told. */
  readonly limit?: number;
}

export interface StoredEvent {
  /** Counts up in the order in which the store took events in, over all runs. */
  readonly cursor: number;
  readonly run: string;
  readonly event: EddyEvent;
}

export interface EventPage {
  /** Oldest first. */
  readonly events: readonly StoredEvent[];
  /** To go on from. */
  readonly cursor: number;
  readonly more: boolean;
}

export interface StoreStatus {
  /** `none`: nothing outlives the hub. */
  readonly kind: 'memory' | 'sqlite' | 'none';
  /** Absent where there is no file. */
  readonly path?: string;
  /** Items that are kept for good, since it was opened. */
  readonly kept: number;
  /** Items that were taken in and are not kept yet. */
  readonly waiting: number;
  /** Items that there was no room for, since it was opened. */
  readonly dropped: number;
  /** Items that a hub before took in and never kept: it was killed. */
  readonly lost: number;
  readonly bytes: number;
  /** Why nothing can be kept now; what comes meanwhile is dropped and counted. */
  readonly trouble?: string;
  /** A file that could not be read, and where it was put. */
  readonly setAside?: { readonly path: string; readonly why: string };
}
