import type { EventPage, EventQuery, Report, StoredRun } from '../../src/wire/protocol/index.ts';

/** How the id of a file begins: only the page that read it has it. */
export const fileId = 'file';

/** A run that is over, or a file of one: what is shown in its place is all that was kept. */
export interface Past {
  /** As addresses name it: the run's id; of a file `file:NAME`. */
  readonly id: string;
  readonly title: string;
  readonly run: StoredRun;
  /** Absent: nobody kept one. */
  readonly report?: Report;
  /** What of it is not there, in sentences. */
  readonly missing: readonly string[];
  events(query: EventQuery): Promise<EventPage>;
}
