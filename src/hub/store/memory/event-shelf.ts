import type { EddyEvent } from '../../../wire/protocol/index.ts';
import type { EventPage, EventQuery } from '../../session/index.ts';
import { type EventRow, limitOf, sizeOf } from '../rows/index.ts';

interface Shelved {
  readonly cursor: number;
  readonly row: EventRow;
}

/** Events in the order in which they came. */
export class EventShelf {
  #items: Shelved[] = [];
  /** What is before it has been let go. */
  #start = 0;
  #cursor = 0;
  bytes = 0;

  get size(): number {
    return this.#items.length - this.#start;
  }

  get runs(): ReadonlySet<string> {
    return new Set(this.#items.slice(this.#start).map(({ row }) => row.run));
  }

  put(row: EventRow): void {
    this.#items.push({ cursor: ++this.#cursor, row });
    this.bytes += sizeOf(row);
  }

  letOldestGo(): void {
    this.bytes -= sizeOf(this.#items[this.#start]!.row);
    this.#start++;
    if (this.#start > 1024 && this.#start * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#start);
      this.#start = 0;
    }
  }

  /** How many went. */
  letGo(goes: (row: EventRow) => boolean): number {
    const before = this.size;
    this.#items = this.#items.slice(this.#start).filter(({ row }) => !goes(row));
    this.#start = 0;
    this.bytes = this.#items.reduce((sum, { row }) => sum + sizeOf(row), 0);
    return before - this.size;
  }

  page(query: EventQuery): EventPage {
    const limit = limitOf(query.limit);
    const found: Shelved[] = [];
    const kinds = query.kinds === undefined ? undefined : new Set(query.kinds);
    for (let at = this.#after(query.after ?? 0); at < this.#items.length && found.length <= limit; at++) {
      const one = this.#items[at]!;
      if (isAsked(one.row, query, kinds)) found.push(one);
    }
    const more = found.length > limit;
    const events = found.slice(0, limit).map(({ cursor, row }) => ({
      cursor,
      run: row.run,
      event: JSON.parse(row.text) as EddyEvent,
    }));
    return { events, cursor: events.at(-1)?.cursor ?? query.after ?? 0, more };
  }

  /** The newest that the target itself said. */
  lastOf(run: string, target: string): EddyEvent | undefined {
    for (let at = this.#items.length - 1; at >= this.#start; at--) {
      const { row } = this.#items[at]!;
      const isOwn = row.kind !== 'target-started' && row.kind !== 'target-ended';
      if (isOwn && row.run === run && row.target === target) return JSON.parse(row.text) as EddyEvent;
    }
    return undefined;
  }

  /** Where what came after this cursor begins. */
  #after(cursor: number): number {
    let [from, to] = [this.#start, this.#items.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#items[middle]!.cursor <= cursor) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

function isAsked(row: EventRow, query: EventQuery, kinds: ReadonlySet<string> | undefined): boolean {
  return (
    (query.run === undefined || row.run === query.run) &&
    (query.session === undefined || row.session === query.session) &&
    (query.target === undefined || row.target === query.target) &&
    (query.flow === undefined || row.flow === query.flow) &&
    (kinds === undefined || kinds.has(row.kind)) &&
    (query.since === undefined || row.at >= query.since) &&
    (query.until === undefined || row.at <= query.until)
  );
}
