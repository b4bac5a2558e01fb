import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { activity, event, flow } from './fake-page.ts';
import { FlowBook } from './flow-book.ts';

function started(id: string, at: number, name = 'work') {
  return event('flow-started', { flow: id, at, target: 'a', data: { name, kind: 'task', parent: 'a.0' } });
}

function ended(id: string, at: number) {
  return event('flow-ended', { flow: id, at, target: 'a', data: { outcome: 'done' } });
}

test('a flow begins and ends', () => {
  const book = new FlowBook();
  book.take(started('a.1', 10, 'buy'));
  ok(Number.isNaN(book.find('a.1')!.end));
  equal(book.liveCount, 1);
  book.take(ended('a.1', 25));
  deepEqual(book.find('a.1'), {
    id: 'a.1',
    target: 'a',
    name: 'buy',
    kind: 'task',
    parent: 'a.0',
    start: 10,
    end: 25,
    outcome: 'done',
  });
  deepEqual([book.size, book.liveCount], [1, 0]);
});

test('an end without a beginning is counted, and a look that is late does not bring the flow back', () => {
  const book = new FlowBook();
  book.take(ended('a.7', 20));
  book.takeLook(activity([flow('a.7'), flow('a.8')]));
  deepEqual([book.find('a.7'), book.strayCount, book.size], [undefined, 1, 1]);
  ok(book.knows('a.7'));
});

test('what a look does not show any more has ended unseen, until its true end is told; a cut look and the young tell nothing', () => {
  const book = new FlowBook();
  for (const id of ['a.1', 'a.2', 'a.3']) book.take(started(id, 10));
  book.take(started('a.4', 9_500));
  book.takeLook(activity([flow('a.2')], { cut: true }));
  equal(book.liveCount, 4);
  book.takeLook(activity([flow('a.2')]));
  deepEqual(
    ['a.1', 'a.2', 'a.3', 'a.4'].map(id => book.find(id)!.outcome),
    ['unseen', undefined, 'unseen', undefined],
  );
  book.take(ended('a.1', 300));
  deepEqual([book.find('a.1')!.end, book.find('a.1')!.outcome, book.liveCount], [300, 'done', 2]);
  book.take(ended('a.1', 900));
  equal(book.find('a.1')!.end, 300);
});

test('flows go with their target', () => {
  const book = new FlowBook();
  book.take(started('a.1', 10));
  book.takeLook(activity([flow('b.1', { parent: 'b.0' })], { target: 'b' }));
  book.endTarget('a', 50);
  deepEqual([book.find('a.1')!.outcome, book.find('b.1')!.outcome, book.liveCount], ['gone', undefined, 1]);
});

test('it is bounded: ended ones of the older half go first, and what is kept is found by its id', () => {
  const book = new FlowBook({ maxFlows: 100 });
  book.take(started('a.1', 1, 'the oldest'));
  for (let serial = 2; serial <= 1_000; serial++) {
    book.take(started(`a.${serial}`, serial, `work ${serial}`));
    book.take(ended(`a.${serial}`, serial + 1));
  }
  ok(book.size <= 100);
  equal(book.dropped + book.size, 1_000);
  ok(book.epoch > 0);
  deepEqual([book.find('a.1')!.name, book.find('a.1000')!.name, book.liveCount], ['the oldest', 'work 1000', 1]);
  equal(book.find('a.2'), undefined);
  ok(book.names.size <= 101);
});

test('it is bounded where nothing ends, too', () => {
  const book = new FlowBook({ maxFlows: 100 });
  for (let serial = 1; serial <= 1_000; serial++) book.take(started(`a.${serial}`, serial));
  ok(book.size <= 100 && book.size >= 30, String(book.size));
  equal(book.liveCount, book.size);
  equal(book.numberOf('a.1000'), book.size - 1);
});

test('a parent is found by number', () => {
  const book = new FlowBook();
  book.take(event('flow-started', { flow: 'a.0', data: { name: 'main', kind: 'main' } }));
  book.take(started('a.1', 10));
  equal(book.parentNumberOf(book.numberOf('a.1')!), book.numberOf('a.0'));
  equal(book.parentNumberOf(book.numberOf('a.0')!), undefined);
});

test('what was taken for ended and is seen again lives', () => {
  const book = new FlowBook();
  for (const id of ['a.1', 'a.2', 'a.3']) book.take(started(id, 10));
  book.take(ended('a.3', 20));
  book.endTarget('a', 9_000);
  book.takeLook(activity([flow('a.1')], { at: 8_000 }));
  equal(book.liveCount, 0);
  book.takeLook(activity([flow('a.1'), flow('a.3')], { at: 10_000 }));
  deepEqual([book.liveCount, book.find('a.1')!.outcome, book.find('a.3')!.outcome], [1, undefined, 'done']);
});
