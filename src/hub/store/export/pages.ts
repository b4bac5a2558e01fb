import type { EventQuery, Store, StoredEvent } from '../../session/index.ts';

export type EventSource = Pick<Store, 'events'>;

/** All that the question asks for, its limit over all pages, until there is no more. */
export async function* pagesOf(source: EventSource, query: EventQuery): AsyncGenerator<readonly StoredEvent[]> {
  let left = query.limit ?? Number.POSITIVE_INFINITY;
  let after = query.after ?? 0;
  while (left > 0) {
    const page = await source.events({ ...query, after, limit: Math.min(left, 1000) });
    if (page.events.length > 0) yield page.events;
    if (!page.more) return;
    left -= page.events.length;
    after = page.cursor;
  }
}
