import { fail } from '../../../base/index.ts';
import type { EddyEvent, Finding, Report } from '../../../wire/protocol/index.ts';
import type { EventPage, EventQuery, Store, StoredRun, StoredSession, StoreStatus } from '../../session/index.ts';
import type { CallName, ThreadCalls } from './thread-words.ts';

/** What can be looked at beside the hub that keeps it. */
export type StoreView = Pick<Store, 'status' | 'runs' | 'sessions' | 'events' | 'findings' | 'report' | 'close'>;

/** The questions, which the thread answers with texts. */
export abstract class StoredThings implements StoreView {
  abstract status(): StoreStatus;
  abstract close(): Promise<void>;
  protected abstract ask<N extends CallName>(name: N, ask: ThreadCalls[N]['ask']): Promise<ThreadCalls[N]['answer']>;
  /** A text in the file is none of ours. */
  protected abstract damaged(why: string): Promise<void>;

  async runs(query: { readonly name?: string; readonly limit?: number } = {}): Promise<readonly StoredRun[]> {
    const { name, limit } = query;
    const { texts } = await this.ask('named', { query: { item: 'run', name, limit }, order: 'DESC' });
    return this.#parsed(texts);
  }

  async sessions(
    query: { readonly run?: string; readonly name?: string; readonly limit?: number } = {},
  ): Promise<readonly { readonly run: string; readonly session: StoredSession }[]> {
    const { run, name, limit } = query;
    const { runs, texts } = await this.ask('named', { query: { item: 'session', run, name, limit }, order: 'DESC' });
    const sessions = await this.#parsed<StoredSession>(texts);
    return sessions.map((session, at) => ({ run: runs[at]!, session }));
  }

  async events(query: EventQuery): Promise<EventPage> {
    const { cursors, runs, texts, more } = await this.ask('events', query);
    const events = await this.#parsed<EddyEvent>(texts);
    return {
      events: events.map((event, at) => ({ cursor: cursors[at]!, run: runs[at]!, event })),
      cursor: cursors.at(-1) ?? query.after ?? 0,
      more,
    };
  }

  async lastEvent(run: string, target: string): Promise<EddyEvent | undefined> {
    const text = await this.ask('lastEvent', { run, target });
    return text === undefined ? undefined : (await this.#parsed<EddyEvent>([text]))[0];
  }

  async findings(run: string): Promise<readonly Finding[]> {
    const query = { item: 'finding', run, limit: Number.MAX_SAFE_INTEGER };
    return this.#parsed((await this.ask('named', { query, order: 'ASC' })).texts);
  }

  async report(run: string): Promise<Report | undefined> {
    const { texts } = await this.ask('named', { query: { item: 'report', run }, order: 'DESC' });
    return (await this.#parsed<Report>(texts))[0];
  }

  async #parsed<T>(texts: readonly string[]): Promise<T[]> {
    try {
      return texts.map(text => JSON.parse(text) as T);
    } catch (cause) {
      const why = `It is damaged: ${(cause as Error).message}.`;
      await this.damaged(why);
      throw fail('no-store', `The store ${this.status().path} cannot be read. ${why}`, { cause });
    }
  }
}
