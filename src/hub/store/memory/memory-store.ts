import { type Clock, systemClock, type Timer } from '../../../base/index.ts';
import type { EddyEvent, Finding, Report } from '../../../wire/protocol/index.ts';
import type {
  EventPage,
  EventQuery,
  Store,
  StoredRun,
  StoredSession,
  StoreItem,
  StoreStatus,
} from '../../session/index.ts';
import { limitOf, type NamedRow, type Retention, sizeOf, tryToRow } from '../rows/index.ts';
import { EventShelf } from './event-shelf.ts';
import { NamedShelf } from './named-shelf.ts';

export interface MemoryStoreOptions extends Partial<Retention> {
  readonly maxItems?: number;
  readonly clock?: Clock;
}

const pruneEveryMs = 60_000;

/** Nothing waits here: what is put is kept at once, and what goes for want of room counts as dropped. */
export class MemoryStore implements Store {
  readonly #events = new EventShelf();
  readonly #named = new NamedShelf();
  readonly #maxItems: number;
  readonly #maxBytes: number;
  readonly #maxAgeMs: number | undefined;
  readonly #clock: Clock;
  readonly #pruning: Timer | undefined;
  #kept = 0;
  #dropped = 0;
  #isClosed = false;

  constructor({
    maxItems = 100_000,
    maxBytes = 64 * 1024 * 1024,
    maxAgeMs,
    clock = systemClock,
  }: MemoryStoreOptions = {}) {
    this.#maxItems = maxItems;
    this.#maxBytes = maxBytes;
    this.#maxAgeMs = maxAgeMs;
    this.#clock = clock;
    if (maxAgeMs !== undefined) this.#pruning = clock.every(pruneEveryMs, () => void this.prune());
  }

  put(item: StoreItem): void {
    const row = this.#isClosed ? undefined : tryToRow(item);
    if (row === undefined || sizeOf(row) > this.#maxBytes || this.#maxItems < 1) {
      this.#dropped++;
      return;
    }
    if (row.item === 'event') this.#events.put(row);
    else this.#named.put(row, this.#clock.now());
    this.#kept++;
    while (this.#isOver()) {
      if (this.#events.size > 0) this.#events.letOldestGo();
      else this.#named.letOldestGo();
      this.#dropped++;
    }
  }

  async flush(): Promise<void> {}

  status(): StoreStatus {
    const bytes = this.#events.bytes + this.#named.bytes;
    return { kind: 'memory', kept: this.#kept, waiting: 0, dropped: this.#dropped, lost: 0, bytes };
  }

  async runs(query: { readonly name?: string; readonly limit?: number } = {}): Promise<readonly StoredRun[]> {
    const { limit, ...named } = query;
    return newestOf(this.#named.all('run', named), limit).map(row => parse<StoredRun>(row));
  }

  async sessions(
    query: { readonly run?: string; readonly name?: string; readonly limit?: number } = {},
  ): Promise<readonly { readonly run: string; readonly session: StoredSession }[]> {
    const rows = newestOf(this.#named.all('session', query), query.limit);
    return rows.map(row => ({ run: row.run, session: parse<StoredSession>(row) }));
  }

  async events(query: EventQuery): Promise<EventPage> {
    return this.#events.page(query);
  }

  async lastEvent(run: string, target: string): Promise<EddyEvent | undefined> {
    return this.#events.lastOf(run, target);
  }

  async findings(run: string): Promise<readonly Finding[]> {
    return this.#named.all('finding', { run }).map(row => parse<Finding>(row));
  }

  async report(run: string): Promise<Report | undefined> {
    const row = this.#named.get('report', run, '');
    return row === undefined ? undefined : parse<Report>(row);
  }

  /** What there is too much of went already when it was put. */
  async prune(): Promise<number> {
    if (this.#maxAgeMs === undefined) return 0;
    const oldest = this.#clock.now() - this.#maxAgeMs;
    const events = this.#events.letGo(({ at }) => at < oldest);
    return events + this.#named.letGoBefore(oldest, this.#events.runs);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#pruning?.cancel();
  }

  #isOver(): boolean {
    return (
      this.#events.size + this.#named.size > this.#maxItems || this.#events.bytes + this.#named.bytes > this.#maxBytes
    );
  }
}

function newestOf(rows: readonly NamedRow[], limit: number | undefined): readonly NamedRow[] {
  return rows.toReversed().slice(0, limitOf(limit));
}

function parse<T>(row: NamedRow): T {
  return JSON.parse(row.text!) as T;
}
