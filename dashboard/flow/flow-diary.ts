import { type Signal, signal } from '@preact/signals';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import type { Model } from '../model/index.ts';
import { concerns } from './event-words.ts';

const pageSize = 1_000;
const maxPages = 5;
const maxKept = 5_000;
const flushMs = 250;

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
  #fresh: EddyEvent[] = [];
  #cancelFlush: (() => void) | undefined;
  #isClosed = false;

  constructor(model: Model, id: string) {
    this.#model = model;
    this.#id = id;
    this.#stop = model.onEvent(event => {
      if (concerns(event, id)) this.#takeSoon(event);
    });
    this.#take([...model.recent.peek(), ...model.lately.all()]);
    void this.#read();
  }

  close(): void {
    this.#isClosed = true;
    this.#cancelFlush?.();
    this.#stop();
  }

  async #read(): Promise<void> {
    let count = 0;
    let after = 0;
    try {
      if (!(await this.#hasStore())) {
        this.kept.value = { how: 'none', why: 'this hub keeps no events; one that stays does (eddy serve).' };
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

  /** Asked first: what a hub has not, it refuses, and a browser tells each refusal as an error. */
  async #hasStore(): Promise<boolean> {
    if (this.#model.past !== undefined) return true;
    const { store } = await this.#model.ask('status', {});
    return store.kind !== 'none';
  }

  /** A busy flow has thousands a second: they are sorted in together. */
  #takeSoon(event: EddyEvent): void {
    this.#fresh.push(event);
    this.#cancelFlush ??= this.#model.ports.after(flushMs, () => {
      this.#cancelFlush = undefined;
      this.#take(this.#fresh.splice(0));
    });
  }

  #take(events: readonly EddyEvent[]): void {
    const fresh = events.filter(event => {
      if (!concerns(event, this.#id)) return false;
      const name = nameOf(event);
      if (this.#seen.has(name)) return false;
      this.#seen.add(name);
      return true;
    });
    if (fresh.length === 0) return;
    const all = [...this.events.peek(), ...fresh].sort((a, b) => a.at - b.at || a.seq - b.seq);
    const excess = all.splice(0, Math.max(0, all.length - maxKept));
    for (const event of excess) this.#seen.delete(nameOf(event));
    this.dropped += excess.length;
    this.events.value = all;
  }
}

function nameOf({ target, seq, kind, at }: EddyEvent): string {
  return `${target} ${seq} ${kind} ${at}`;
}
