import type {
  EddyEvent,
  EventPage,
  EventQuery,
  Finding,
  Report,
  StoredRun,
  StoredSession,
  StoreStatus,
} from '../../wire/protocol/index.ts';

export type {
  EventPage,
  EventQuery,
  StoredEvent,
  StoredRun,
  StoredSession,
  StoreStatus,
} from '../../wire/protocol/index.ts';

/** What is kept. A run, session, finding or report replaces the one of the same id; a finding with count 0 was taken back. */
export type StoreItem =
  | { readonly item: 'run'; readonly run: StoredRun }
  | { readonly item: 'session'; readonly run: string; readonly session: StoredSession }
  | { readonly item: 'event'; readonly run: string; readonly event: EddyEvent }
  | { readonly item: 'finding'; readonly run: string; readonly key: string; readonly finding: Finding }
  | { readonly item: 'report'; readonly run: string; readonly report: Report };

/** Where what happened is kept. */
export interface Store {
  /** Never waits and never throws: what there is no room for is dropped and counted. */
  put(item: StoreItem): void;
  /** Settles when all that was put before is kept, or dropped and counted. */
  flush(): Promise<void>;
  status(): StoreStatus;
  /** The newest first. */
  runs(query?: { readonly name?: string; readonly limit?: number }): Promise<readonly StoredRun[]>;
  /** The newest first. */
  sessions(query?: {
    readonly run?: string;
    readonly name?: string;
    readonly limit?: number;
  }): Promise<readonly { readonly run: string; readonly session: StoredSession }[]>;
  events(query: EventQuery): Promise<EventPage>;
  /** The newest that a target itself said; undefined: none is kept, or so many of others came since that it is not looked for. What was put and not kept yet need not be seen. */
  lastEvent(run: string, target: string): Promise<EddyEvent | undefined>;
  findings(run: string): Promise<readonly Finding[]>;
  report(run: string): Promise<Report | undefined>;
  /** Lets go what is older or more than was agreed on. Gives how many items went. */
  prune(): Promise<number>;
  /** Keeps what waits, then lets the file go. */
  close(): Promise<void>;
}
