import type { Model } from '../../model/index.ts';
import { type LinkBook, linkKinds } from './link-book.ts';

const pageSize = 5_000;
const maxPages = 8;

/** Locks and scopes of a run that is over. Gives what of them is missing, in a sentence. */
export async function readLinks(model: Model, links: LinkBook): Promise<string | undefined> {
  let after = 0;
  try {
    for (let page = 0; page < maxPages; page++) {
      const { events, cursor, more } = await model.ask('events', { kinds: linkKinds, after, limit: pageSize });
      for (const { event } of events) links.take(event);
      after = cursor;
      if (!more || events.length === 0) return undefined;
    }
  } catch (error) {
    return `Locks and scopes cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  return `Only the first ${maxPages * pageSize} events of locks and scopes are read.`;
}
