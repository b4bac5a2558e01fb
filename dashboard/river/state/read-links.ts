import type { Model } from '../../model/index.ts';
import { type HeldBook, heldKinds } from './held-book.ts';
import { type LinkBook, linkKinds } from './link-book.ts';

const pageSize = 5_000;
const maxPages = 8;
const kinds = [...linkKinds, ...heldKinds];

interface Books {
  readonly links: LinkBook;
  readonly held: HeldBook;
}

/** Locks, scopes and holds of a run that is over. Gives what of them is missing, in a sentence. */
export async function readLinks(model: Model, { links, held }: Books): Promise<string | undefined> {
  let after = 0;
  try {
    for (let page = 0; page < maxPages; page++) {
      const { events, cursor, more } = await model.ask('events', { kinds, after, limit: pageSize });
      for (const { event } of events) {
        links.take(event);
        held.take(event);
      }
      after = cursor;
      if (!more || events.length === 0) return undefined;
    }
  } catch (error) {
    return `Locks, scopes and holds cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  return `Only the first ${maxPages * pageSize} events of locks, scopes and holds are read.`;
}
