import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Clock, Timer } from '../../base/index.ts';
import type { EddyEvent, HubState } from '../../wire/protocol/index.ts';
import type { LiveNews } from './live-news.ts';

interface Reader {
  readonly response: ServerResponse;
  /** It is told the whole before anything else. */
  needsState: boolean;
  lost: number;
}

/** News is gathered for so long: a page has no use for a message each event. */
const gatherMs = 50;
/** What is kept for who comes back after a break. */
const maxKeptBytes = 4 * 1024 * 1024;
/** What may wait for a page that does not read; past it, it is told the whole again later. */
const maxWaitingBytes = 4 * 1024 * 1024;
const maxGathered = 20_000;
const aliveEveryMs = 15_000;

/** Tells any number of pages what a hub tells us. Each message has a number, and who comes back with it misses nothing. */
export class LiveFeed {
  readonly #clock: Clock;
  /** Asks the hub for the whole; it comes by `onState`. */
  readonly #askState: () => void;
  /** A page of another door, or of this one started again, has other numbers. */
  readonly #epoch = randomBytes(6).toString('base64url');
  readonly #readers = new Set<Reader>();
  readonly #alive: Timer;
  #number = 0;
  #kept: { readonly number: number; readonly text: string }[] = [];
  #keptBytes = 0;
  #gathered: EddyEvent[] = [];
  #lostGathered = 0;
  #timer: Timer | undefined;

  constructor(clock: Clock, askState: () => void) {
    this.#clock = clock;
    this.#askState = askState;
    this.#alive = clock.every(aliveEveryMs, () => {
      for (const { response } of this.#readers) response.write(': alive\n\n');
    });
  }

  get readerCount(): number {
    return this.#readers.size;
  }

  /** `lastId`: the last that it had, where it comes back. */
  add(response: ServerResponse, lastId: string | undefined): void {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    const missed = this.#since(lastId);
    const reader: Reader = { response, needsState: missed === undefined, lost: 0 };
    this.#readers.add(reader);
    response.on('close', () => this.#readers.delete(reader));
    response.on('drain', () => {
      if (reader.needsState) this.#askState();
    });
    if (missed === undefined) this.#askState();
    else for (const text of missed) response.write(text);
  }

  onEvent(event: EddyEvent): void {
    if (this.#gathered.length < maxGathered) this.#gathered.push(event);
    else this.#lostGathered++;
    this.#timer ??= this.#clock.after(gatherMs, () => this.#tellGathered());
  }

  onState(state: HubState, lost: number): void {
    this.#tellGathered();
    // Who has followed all along is told only where something was lost.
    for (const reader of this.#readers) {
      if (!reader.needsState && lost === 0) continue;
      reader.needsState = false;
      const news: LiveNews = { say: 'state', state, lost: lost + reader.lost };
      reader.lost = 0;
      reader.response.write(this.#message(news));
    }
  }

  /** What came before cannot be gone on with. */
  onAway(): void {
    this.#tellGathered();
    this.#tell({ say: 'away' });
    this.#kept = [];
    this.#keptBytes = 0;
    for (const reader of this.#readers) reader.needsState = true;
  }

  close(): void {
    this.#alive.cancel();
    this.#timer?.cancel();
    for (const { response } of this.#readers) response.end();
  }

  #tellGathered(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const events = this.#gathered;
    this.#gathered = [];
    if (this.#lostGathered > 0) {
      for (const reader of this.#readers) this.#lose(reader, this.#lostGathered);
      this.#lostGathered = 0;
      this.#kept = [];
      this.#keptBytes = 0;
      this.#askState();
      return;
    }
    if (events.length > 0) this.#tell({ say: 'events', events });
  }

  #tell(news: LiveNews): void {
    this.#number++;
    const text = this.#message(news);
    this.#keep(text);
    const count = news.say === 'events' ? news.events.length : 0;
    for (const reader of this.#readers) {
      if (reader.needsState) reader.lost += count;
      else if (reader.response.writableLength > maxWaitingBytes) this.#lose(reader, count);
      else reader.response.write(text);
    }
  }

  #lose(reader: Reader, count: number): void {
    reader.needsState = true;
    reader.lost += count;
  }

  #message(news: LiveNews): string {
    return `id: ${this.#epoch}.${this.#number}\ndata: ${JSON.stringify(news)}\n\n`;
  }

  #keep(text: string): void {
    this.#kept.push({ number: this.#number, text });
    this.#keptBytes += text.length;
    while (this.#keptBytes > maxKeptBytes && this.#kept.length > 0) this.#keptBytes -= this.#kept.shift()!.text.length;
  }

  /** Undefined: it is not known any more. */
  #since(lastId: string | undefined): string[] | undefined {
    const [epoch, number] = (lastId ?? '').split('.');
    if (epoch !== this.#epoch || number === undefined) return undefined;
    const last = Number(number);
    if (last === this.#number) return [];
    if (this.#kept[0] === undefined || this.#kept[0].number > last + 1) return undefined;
    return this.#kept.filter(one => one.number > last).map(one => one.text);
  }
}
