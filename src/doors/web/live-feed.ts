import type { ServerResponse } from 'node:http';
import type { Clock, Timer } from '../../base/index.ts';
import type { EddyEvent, HubState } from '../../wire/protocol/index.ts';
import type { LiveNews, OverNews } from './live-news.ts';
import { MessageBook } from './message-book.ts';

/** What the feed asks of the hub's line. */
export interface FeedLine {
  /** The whole, which comes by `onState`, and events from then on. */
  askState(): void;
  /** No events: nobody reads. */
  rest(): void;
}

interface Reader {
  readonly response: ServerResponse;
  /** It is told the whole before anything else. */
  needsState: boolean;
  /** It has heard nothing yet: what came before was not for it. */
  isNew: boolean;
  lost: number;
  uncounted: boolean;
}

/** News is gathered for so long: a page has no use for a message each event. */
const gatherMs = 50;
/** What may wait for a page that does not read; past it, it is told the whole again later. */
const maxWaitingBytes = 4 * 1024 * 1024;
const maxGathered = 20_000;
/** What a page that is opened is told of the time before: most of all one that was loaded anew. */
const maxBeforeBytes = 1024 * 1024;
const aliveEveryMs = 15_000;
/** A page that is loaded anew, or was cut off, is back before. */
const restAfterMs = 30_000;
/** A browser comes back so soon. */
const retry = 'retry: 1000\n\n';

/** Tells any number of pages what a hub tells us. Each message has a number, and who comes back with it misses nothing. */
export class LiveFeed {
  readonly #clock: Clock;
  readonly #line: FeedLine;
  readonly #book = new MessageBook();
  readonly #readers = new Set<Reader>();
  readonly #alive: Timer;
  #gathered: EddyEvent[] = [];
  #lostGathered = 0;
  #gathering: Timer | undefined;
  #resting: Timer | undefined;
  #isAway = false;

  constructor(clock: Clock, line: FeedLine) {
    this.#clock = clock;
    this.#line = line;
    this.#alive = clock.every(aliveEveryMs, () => {
      for (const { response } of this.#readers) response.write(': alive\n\n');
    });
    this.#restSoon();
  }

  get readerCount(): number {
    return this.#readers.size;
  }

  /** `lastId`: the last that it had, where it comes back. */
  add(response: ServerResponse, lastId: string | undefined): void {
    this.#resting?.cancel();
    this.#resting = undefined;
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.write(retry);
    const missed = this.#book.since(lastId);
    const isBack = !this.#isAway && missed !== undefined && 'texts' in missed;
    const reader: Reader = { response, needsState: !isBack, isNew: lastId === undefined, lost: 0, uncounted: false };
    if (isBack) for (const text of missed.texts) response.write(text);
    else if (!reader.isNew) {
      const gap = missed !== undefined && 'lost' in missed ? missed : { lost: 0, uncounted: true };
      Object.assign(reader, gap);
    }
    this.#readers.add(reader);
    response.on('close', () => {
      this.#readers.delete(reader);
      if (this.#readers.size === 0) this.#restSoon();
    });
    response.on('drain', () => {
      if (reader.needsState && !this.#isAway) this.#line.askState();
    });
    if (this.#isAway) response.write(this.#book.stamp({ say: 'away' }));
    else if (reader.needsState) this.#line.askState();
  }

  onEvent(event: EddyEvent): void {
    if (this.#gathered.length < maxGathered) this.#gathered.push(event);
    else this.#lostGathered++;
    this.#gathering ??= this.#clock.after(gatherMs, () => this.#tellGathered());
  }

  /** `lost`: so many events the hub could not tell us before it. */
  onState(state: HubState, lost: number): void {
    this.#tellGathered();
    // Who was told only that it is away is to be told this.
    if (this.#isAway) this.#book.break(undefined);
    this.#isAway = false;
    if (this.#readers.size === 0) this.#restSoon();
    if (lost > 0) this.#miss(lost);
    // Who has followed all along knows it.
    for (const reader of this.#readers) {
      if (!reader.needsState || isSlow(reader)) continue;
      const uncounted = reader.uncounted ? { uncounted: true as const } : {};
      reader.response.write(this.#book.stamp({ say: 'state', state, lost: reader.lost, ...uncounted }));
      if (reader.isNew)
        for (const text of this.#book.newest(maxBeforeBytes)) reader.response.write(`event: before\ndata: ${text}\n\n`);
      Object.assign(reader, { needsState: false, isNew: false, lost: 0, uncounted: false });
    }
  }

  /** What came before cannot be gone on with. */
  onAway(): void {
    this.#tellGathered();
    this.#isAway = true;
    this.#book.break(undefined);
    const text = this.#book.stamp({ say: 'away' });
    for (const reader of this.#readers) {
      reader.needsState = true;
      reader.uncounted = !reader.isNew;
      reader.response.write(text);
    }
  }

  /** `over`: there will be no hub again; undefined: there may be. Settles when what was told last has gone out. */
  async close(over: OverNews | undefined): Promise<void> {
    this.#tellGathered();
    for (const timer of [this.#alive, this.#gathering, this.#resting]) timer?.cancel();
    const last = over === undefined ? '' : this.#book.stamp(over);
    const ends = [...this.#readers].map(({ response }) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      response.on('close', resolve);
      response.end(last, resolve);
      return promise;
    });
    await Promise.all(ends);
  }

  #tellGathered(): void {
    this.#gathering?.cancel();
    this.#gathering = undefined;
    const events = this.#gathered;
    const lost = this.#lostGathered;
    this.#gathered = [];
    this.#lostGathered = 0;
    if (lost > 0) {
      this.#miss(lost + events.length);
      this.#line.askState();
    } else if (events.length > 0) {
      this.#tell({ say: 'events', events }, events.length);
    }
  }

  #tell(news: LiveNews, count: number): void {
    const text = this.#book.push(news);
    for (const reader of this.#readers) {
      if (reader.needsState || isSlow(reader)) lose(reader, count);
      else reader.response.write(text);
    }
  }

  /** Nobody is told these, and everybody that there were some. */
  #miss(count: number): void {
    this.#book.break(count);
    for (const reader of this.#readers) lose(reader, count);
  }

  #restSoon(): void {
    this.#resting ??= this.#clock.after(restAfterMs, () => {
      this.#resting = undefined;
      this.#book.break(undefined);
      this.#line.rest();
    });
  }
}

/** When it has read what waits for it, it is told the whole. */
function isSlow({ response }: Reader): boolean {
  return response.writableLength > maxWaitingBytes;
}

function lose(reader: Reader, count: number): void {
  reader.needsState = true;
  if (!reader.isNew) reader.lost += count;
}
