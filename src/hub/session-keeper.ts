import type { SessionView } from '../wire/protocol/index.ts';
import type { SessionBook, Store } from './session/index.ts';

/** Puts sessions into the store as they change: looked at now and then, so that a thousand hits are one item. */
export class SessionKeeper {
  readonly #book: SessionBook;
  readonly #store: Store;
  readonly #kept = new Map<string, string>();

  constructor(book: SessionBook, store: Store) {
    this.#book = book;
    this.#store = store;
  }

  /** `run`: whose sessions they are; of a hub that stays, its own. */
  keep(run: string): void {
    const seen = new Set<string>();
    for (const session of this.#book.sessions) {
      const { events: _, ...view }: SessionView = session.view();
      seen.add(view.id);
      const text = JSON.stringify(view);
      if (this.#kept.get(view.id) === text) continue;
      this.#kept.set(view.id, text);
      this.#store.put({ item: 'session', run, session: view });
    }
    for (const id of this.#kept.keys()) if (!seen.has(id)) this.#kept.delete(id);
  }
}
