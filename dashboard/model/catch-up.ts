import type { EddyEvent, StoredRun } from '../../src/wire/protocol/index.ts';
import type { ModelPorts } from './ports.ts';

export interface CatchUpWork {
  readonly ask: ModelPorts['ask'];
  /** Events as they come, and those that came while nobody told us. */
  take(events: readonly EddyEvent[]): void;
  /** Of before us, of some kinds. */
  takeBefore(events: readonly EddyEvent[]): void;
}

/** How far back a page that was just opened looks. */
const beforeMs = 15 * 60_000;
export const beforeKinds = ['flow-started', 'flow-ended'];
/** Clocks of targets differ, and what they say waits a while. */
const overlapMs = 5_000;
const pageSize = 5_000;
/** Of one run; what is more is not worth the wait. */
const maxPages = 20;
/** Events that wait while the store is read; with more, it goes on without the rest. */
const maxWaiting = 50_000;

/** Reads from the hub's store what was told to nobody here: before the page was opened, and while the hub was away. */
export class CatchUp {
  readonly #work: CatchUpWork;
  /** What is heard while it reads; undefined: nothing is read. */
  #waiting: EddyEvent[] | undefined;
  /** Of the last event, epoch ms; 0: there was none. */
  #lastAt = 0;
  #turn = 0;

  constructor(work: CatchUpWork) {
    this.#work = work;
  }

  /** Whether there was a state before. */
  get hasBegun(): boolean {
    return this.#lastAt > 0;
  }

  hear(events: readonly EddyEvent[]): void {
    for (const { at } of events) if (at > this.#lastAt) this.#lastAt = at;
    if (this.#waiting === undefined) {
      this.#work.take(events);
      return;
    }
    for (const event of events) this.#waiting.push(event);
    if (this.#waiting.length > maxWaiting) this.#goOn();
  }

  /**
   * Reads until `at`, epoch ms. `findRuns`: those that the store may know of; undefined: there is no store. `onMissing`: not all of
   * it could be had; what was heard meanwhile comes after.
   */
  async read(
    at: number,
    findRuns: () => Promise<readonly StoredRun[] | undefined>,
    onMissing: () => void,
  ): Promise<void> {
    const turn = ++this.#turn;
    const since = this.#lastAt;
    this.#waiting ??= [];
    this.#lastAt = Math.max(this.#lastAt, at);
    const hasAll = await this.#readAll(at, since, findRuns).catch(() => false);
    if (!hasAll) onMissing();
    // Else another reading has begun meanwhile: what waits is its.
    if (turn === this.#turn) this.#goOn();
  }

  async #readAll(
    at: number,
    since: number,
    findRuns: () => Promise<readonly StoredRun[] | undefined>,
  ): Promise<boolean> {
    const runs = await findRuns();
    if (runs === undefined) return false;
    const pages = runs.map(run => (since === 0 ? this.#readBefore(run, at) : this.#readMissed(run, since)));
    return (await Promise.all(pages)).every(isAll => isAll);
  }

  #readBefore({ id, started, records }: StoredRun, at: number): Promise<boolean> | boolean {
    if (records !== true) return true;
    const since = Math.max(started, at - beforeMs);
    return this.#readPages({ run: id, since, kinds: beforeKinds }, events => this.#work.takeBefore(events));
  }

  /** All kinds: what is still missing in their numbers is lost. */
  #readMissed({ id }: StoredRun, since: number): Promise<boolean> {
    return this.#readPages({ run: id, since: since - overlapMs }, events => this.#work.take(events));
  }

  async #readPages(query: { run: string; since: number; kinds?: string[] }, take: CatchUpWork['take']) {
    let after = 0;
    for (let pages = 0; pages < maxPages; pages++) {
      const page = await this.#work.ask('events', { ...query, after, limit: pageSize });
      take(page.events.map(({ event, run }) => inHubsWords(event, run)));
      if (!page.more || page.events.length === 0) return true;
      after = page.cursor;
    }
    return false;
  }

  #goOn(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    if (waiting.length > 0) this.#work.take(waiting);
  }
}

/** In the store a finding, and whose a target is, stand as the target said it; a hub says both in other words. */
export function inHubsWords(event: EddyEvent, run: string): EddyEvent {
  const { kind, data } = event;
  if (kind === 'finding') return { ...event, data: { run, finding: data } };
  return kind === 'target-started' ? { ...event, data: { ...data, run } } : event;
}
