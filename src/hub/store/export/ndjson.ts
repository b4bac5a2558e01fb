import type { EventQuery } from '../../session/index.ts';
import { type EventSource, pagesOf } from './pages.ts';

/** One JSON document a line: the event, its run, and the cursor to go on from. */
export async function* exportNdjson(source: EventSource, query: EventQuery = {}): AsyncGenerator<string> {
  for await (const page of pagesOf(source, query))
    yield page.map(({ cursor, run, event }) => `${JSON.stringify({ ...event, run, cursor })}\n`).join('');
}
