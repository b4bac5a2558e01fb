import { type Signal, signal } from '@preact/signals';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import type { Model } from '../model/index.ts';
import { concerns } from './event-words.ts';

const pageSize = 1_000;
const maxPages = 5;
const maxKept = 5_000;

/** What was kept of the past of one flow: `all`, its beginning, or nothing, with the reason. */
export type Kept =
  | { readonly how: 'reading' }
  | { readonly how: 'all' | 'beginning'; readonly count: number }
  | { readonly how: 'none'; readonly why: string };

/** The events of one flow: those of the store, those that this page has seen before, and those that come. */
export class FlowDiary {
  /** Oldest first. */
  readonly events: Signal<readonly EddyEvent[]> = signal<readonly EddyEvent[]>([]);
  readonly kept: Signal<Kept> = signal<Kept>({ how: 'reading' });
  /** Earlier ones that there was no room for. */
  dropped = 0;
  readonly #id: string;
  readonly #model: Model;
  readonly #seen = new Set<string>();
  readonly #stop: () => void;
  #isClosed = false;

  constructor(model: Model, id: string) {
    this.#model = model;
    this.#id = id;
    this.#stop = model.onEvent(event => this.#take([event]));
    this.#take(model.recent.peek());
    void this.#read();
  }

  close(): void {
    this.#isClosed = true;
    this.#stop();
  }

  async #read(): Promise<void> {
    let count = 0;
    let after = 0;
    try {
      if (this.#model.past === undefined && (await this.#model.ask('status', {})).store.kind === 'none') {
        this.kept.value = { how: 'none', why: 'This hub keeps no history.' };
        return;
      }
      for (let page = 0; page < maxPages && !this.#isClosed; page++) {
        const { events, cursor, more } = await this.#model.ask('events', { flow: this.#id, after, limit: pageSize });
        count += events.length;
        after = cursor;
        this.#take(events.map(({ event }) => event));
        if (!more || events.length === 0) {
          this.kept.value = { how: 'all', count };
          return;
        }
      }
      this.kept.value = { how: 'beginning', count };
    } catch (error) {
      this.kept.value = { how: 'none', why: error instanceof Error ? error.message : String(error) };
    }
  }

  #take(events: readonly EddyEvent[]): void {
    const fresh = events.filter(event => {
      if (!concerns(event, this.#id)) return false;
      const name = `${event.target} ${event.seq} ${event.kind} ${event.at}`;
      if (this.#seen.has(name)) return false;
      this.#seen.add(name);
      return true;
    });
    if (fresh.length === 0) return;
    const all = [...this.events.peek(), ...fresh].sort((a, b) => a.at - b.at || a.seq - b.seq);
    this.dropped += Math.max(0, all.length - maxKept);
    this.events.value = all.slice(-maxKept);
  }
}
