import type { ErrorCode } from '../../../base/index.ts';
import type { EventQuery, StoreStatus } from '../../session/index.ts';
import type { Retention, Row } from '../rows/index.ts';
import type { NamedQuery, NamedTexts, TextPage } from './row-reader.ts';

/** What the store's thread is started with. */
export interface ThreadData {
  readonly path: string;
  readonly readOnly: boolean;
  /** A word for this opening: what the file has counted under it was taken in by this hub. */
  readonly epoch: string;
  /** What was kept under it before, by a thread that died. */
  readonly kept: number;
  readonly retention: Retention;
}

/** What the hub's thread asks, each with what comes back. */
export interface ThreadCalls {
  readonly open: { readonly ask: { readonly now: number }; readonly answer: null };
  readonly keep: {
    readonly ask: { readonly rows: readonly Row[]; readonly now: number };
    /** Kept or dropped: all of them or none. */
    readonly answer: { readonly isKept: boolean };
  };
  readonly events: { readonly ask: EventQuery; readonly answer: TextPage };
  /** Its text. */
  readonly lastEvent: {
    readonly ask: { readonly run: string; readonly target: string };
    readonly answer: string | undefined;
  };
  readonly named: {
    readonly ask: { readonly query: NamedQuery; readonly order: 'ASC' | 'DESC' };
    readonly answer: NamedTexts;
  };
  readonly prune: { readonly ask: { readonly now: number }; readonly answer: number };
  readonly damaged: { readonly ask: { readonly why: string; readonly now: number }; readonly answer: null };
  readonly close: { readonly ask: null; readonly answer: null };
}

export type CallName = keyof ThreadCalls;

export interface Call<N extends CallName = CallName> {
  readonly id: number;
  readonly name: N;
  readonly ask: ThreadCalls[N]['ask'];
}

/** How the file is, with each answer. */
export interface FileState {
  readonly bytes: number;
  readonly lost: number;
  /** Counts up each time the file is opened: then the tally beside it is a new one, too. */
  readonly openings: number;
  readonly trouble?: string;
  readonly setAside?: StoreStatus['setAside'];
}

export type Reply = { readonly id: number; readonly state: FileState } & (
  | { readonly answer: unknown }
  | { readonly error: { readonly code: ErrorCode; readonly message: string; readonly data: Record<string, unknown> } }
);
