import { nodeCrypto } from '../../base/index.ts';
import type { LiveNews } from './live-news.ts';

/** What is kept for who comes back after a break. */
const maxKeptBytes = 4 * 1024 * 1024;

/** What somebody missed who comes back: the messages; or so many events, which are not to be had any more. */
export type Missed = { readonly texts: readonly string[] } | { readonly lost: number; readonly uncounted: boolean };

/** Messages by number. An id says which book, which message, and how many events had been told by then. */
export class MessageBook {
  /** A page of another door, or of this one started again, has other numbers. */
  readonly #epoch = nodeCrypto().randomBytes(6).toString('base64url');
  #number = 0;
  #eventCount = 0;
  /** What came before this one cannot be counted from there. */
  #countsFrom = 0;
  #kept: { readonly number: number; readonly text: string }[] = [];
  #keptBytes = 0;

  /** Gives its text, and keeps it. */
  push(news: LiveNews): string {
    this.#number++;
    if (news.say === 'events') this.#eventCount += news.events.length;
    const text = this.stamp(news);
    this.#kept.push({ number: this.#number, text });
    this.#keptBytes += text.length;
    while (this.#keptBytes > maxKeptBytes && this.#kept.length > 0) this.#keptBytes -= this.#kept.shift()!.text.length;
    return text;
  }

  /** The text of one that some readers alone are told; who has read it goes on after the last that all were told. */
  stamp(news: LiveNews): string {
    return `id: ${this.#epoch}.${this.#number}.${this.#eventCount}\ndata: ${JSON.stringify(news)}\n\n`;
  }

  /** Of what is kept, the newest that fit in so many bytes; as JSON, without numbers: for who was not there. */
  newest(bytes: number): readonly string[] {
    let left = bytes;
    const last = this.#kept.findLastIndex(({ text }) => {
      left -= text.length;
      return left < 0;
    });
    return this.#kept.slice(last + 1).map(({ text }) => text.slice(text.indexOf('data: ') + 'data: '.length, -2));
  }

  /** Between what was and what comes something is missing. `lost`: so many events; undefined: nobody knows. */
  break(lost: number | undefined): void {
    this.#number++;
    this.#eventCount += lost ?? 0;
    if (lost === undefined) this.#countsFrom = this.#number;
    this.#kept = [];
    this.#keptBytes = 0;
  }

  /** Undefined: this is no id of ours, or none. */
  since(id: string | undefined): Missed | undefined {
    const [epoch, number, eventCount] = (id ?? '').split('.');
    if (epoch !== this.#epoch) return undefined;
    const [last, heard] = [Number(number), Number(eventCount)];
    if (!(last <= this.#number && heard <= this.#eventCount)) return undefined;
    const next = this.#kept[0]?.number ?? this.#number + 1;
    if (last + 1 >= next) return { texts: this.#kept.filter(one => one.number > last).map(one => one.text) };
    return { lost: this.#eventCount - heard, uncounted: last < this.#countsFrom };
  }
}
