import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { EddyEvent } from '../../wire/protocol/index.ts';
import { MessageBook } from './message-book.ts';

const event: EddyEvent = { seq: 1, at: 1, kind: 'log', target: 't', data: {} };
const events = (count: number, text = '') => ({
  say: 'events' as const,
  events: Array.from({ length: count }, () => ({ ...event, data: { text } })),
});
const idOf = (text: string) => /^id: (\S+)\n/.exec(text)?.[1];

test('who comes back with an id is told what came after it, to the letter', () => {
  const book = new MessageBook();
  const texts = [book.push(events(1)), book.push(events(2)), book.push(events(3))];
  for (const [at, text] of texts.entries()) deepEqual(book.since(idOf(text)), { texts: texts.slice(at + 1) });
});

test('who was not there gets the newest that fit', () => {
  const book = new MessageBook();
  const said = [1, 2, 3].map(at => {
    const news = { say: 'events', events: [{ seq: at, at, kind: 'log', target: 't', data: {} }] } as const;
    book.push(news);
    return JSON.stringify(news);
  });
  deepEqual(book.newest(1_000_000), said);
  deepEqual(book.newest(said[2]!.length + 100), said.slice(2));
  deepEqual(book.newest(10), []);
  book.break(undefined);
  deepEqual(book.newest(1_000_000), []);
});

test('ids of others are none', () => {
  const book = new MessageBook();
  const other = new MessageBook();
  book.push(events(1));
  for (const id of [undefined, '', 'x', idOf(other.push(events(1)))]) equal(book.since(id), undefined);
  const ahead = idOf(book.push(events(1)))!.replace(/\.2\.2$/, '.3.2');
  equal(book.since(ahead), undefined);
});

test('what is kept has an end; what was let go is counted', () => {
  const book = new MessageBook();
  const first = book.push(events(1));
  const long = 'x'.repeat(1024 * 1024);
  const rest = Array.from({ length: 6 }, () => book.push(events(2, long)));
  deepEqual(book.since(idOf(first)), { lost: 12, uncounted: false });
  deepEqual(book.since(idOf(rest.at(-2)!)), { texts: [rest.at(-1)] });
});

test('over a break nothing is told on; what nobody counted is said to be so', () => {
  const book = new MessageBook();
  const first = book.push(events(1));
  book.break(5);
  deepEqual(book.since(idOf(first)), { lost: 5, uncounted: false });
  const second = book.push(events(2));
  deepEqual(book.since(idOf(first)), { lost: 7, uncounted: false });
  book.break(undefined);
  deepEqual(book.since(idOf(second)), { lost: 0, uncounted: true });
  deepEqual(book.since(idOf(book.push(events(1)))), { texts: [] });
});
