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

test('it is bounded: the one that ended first makes room, those that live stay, and what is kept is found by its id', () => {
  const book = new FlowBook({ maxFlows: 100 });
  book.take(started('a.1', 1, 'the oldest'));
  for (let serial = 2; serial <= 1_000; serial++) {
    book.take(started(`a.${serial}`, serial, `work ${serial}`));
    book.take(ended(`a.${serial}`, serial + 1));
  }
  deepEqual([book.size, book.dropped, book.liveCount], [100, 900, 1]);
  deepEqual([book.find('a.1')!.name, book.find('a.1000')!.name], ['the oldest', 'work 1000']);
  deepEqual([book.find('a.901'), book.find('a.902')!.id, book.goneUntil], [undefined, 'a.902', 902]);
  equal(book.names.count, 100);
  equal(book.goings.count, 900);
});

test('it is bounded where nothing ends, too: the oldest go', () => {
  const book = new FlowBook({ maxFlows: 100 });
  for (let serial = 1; serial <= 1_000; serial++) book.take(started(`a.${serial}`, serial));
  deepEqual([book.size, book.liveCount, book.dropped], [100, 100, 900]);
  deepEqual([book.numberOf('a.900'), book.find('a.901')!.start, book.find('a.1000')!.start], [undefined, 901, 1_000]);
});

test('who follows finds each flow that is known once, in the order of births; those that live long are told again', () => {
  const book = new FlowBook({ maxFlows: 50 });
  const known = () => {
    const ids: string[] = [];
    for (let place = book.births.first; place < book.births.count; place++) {
      const flow = book.births.at(place);
      if (book.columns.births[flow] === place) ids.push(book.idOf(flow));
    }
    return ids;
  };
  for (let serial = 1; serial <= 20; serial++) book.take(started(`a.${serial}`, serial));
  for (let serial = 21; serial <= 2_000; serial++) {
    book.take(started(`a.${serial}`, serial));
    book.take(ended(`a.${serial}`, serial));
    const ids = known();
    equal(ids.length, book.size);
    equal(new Set(ids).size, book.size);
    equal(ids.at(-1), `a.${serial}`);
  }
});

for (const seed of [1, 2, 3])
  test(`a random life, seed ${seed}: the book is what a plain list would be`, () => {
    const random = randomOf(seed);
    const maxFlows = 100 * seed;
    const book = new FlowBook({ maxFlows });
    const lives = new Map<string, { readonly name: string; end: number }>();
    const open: string[] = [];
    const ends: string[] = [];
    for (let at = 1; at <= 5_000; at++) {
      if (random() < 0.5 && open.length > 0) {
        const [id] = open.splice(Math.floor(random() * open.length), 1);
        book.take(event('flow-ended', { flow: id!, at, target: id![0]!, data: { outcome: 'done' } }));
        lives.get(id!)!.end = at;
        ends.push(id!);
      } else {
        const id = `${random() < 0.5 ? 'a' : 'b'}.${at}`;
        const name = `work ${Math.floor(random() * 300)}`;
        if (lives.size === maxFlows) lives.delete(ends.shift() ?? open.shift()!);
        book.take(event('flow-started', { flow: id, at, target: id[0]!, data: { name, kind: 'task' } }));
        lives.set(id, { name, end: Number.NaN });
        open.push(id);
      }
    }
    equal(book.size, lives.size);
    for (const [id, { name, end }] of lives) deepEqual([book.find(id)?.name, book.find(id)?.end], [name, end], id);
    equal(book.names.count, new Set([...lives.values()].map(({ name }) => name)).size);
    equal(book.liveCount, open.length);
  });

test('each of many is found by its id, of whichever target', () => {
  const book = new FlowBook({ maxFlows: 70_000 });
  for (let serial = 1; serial <= 80_000; serial++) {
    const [target, flow] = [`t${serial % 3}`, `t${serial % 3}.${serial}`];
    book.take(event('flow-started', { flow, at: serial, target, data: { name: 'work', kind: 'task' } }));
  }
  for (let serial = 1; serial <= 80_000; serial++)
    equal(book.find(`t${serial % 3}.${serial}`)?.start, serial <= 10_000 ? undefined : serial);
  equal(book.find('t2.10003'), undefined);
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

function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
