import { deepEqual, equal, match } from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { Context, type Flow, runtime } from '../core/index.ts';
import { lockBook } from './book.ts';
import type { Lock, Ticket } from './ticket.ts';

const rt = runtime();
let clock = new FakeClock();
rt.clock = clock;
const book = lockBook();

beforeEach(() => {
  // What the last test left goes while its timers can still fire.
  for (const hold of [...book.holds]) book.released(hold);
  for (const lock of [...book.busy]) for (const wait of [...lock.waiters]) book.gaveUp(wait);
  clock.advance(120_000);
  clock = new FakeClock();
  rt.clock = clock;
  rt.findings.clear();
});

const kinds = () => rt.findings.list().map(one => one.kind);
const within = <R>(flow: Flow, fn: () => R): R => rt.run(new Context(flow), fn);
const newFlow = (name: string) => rt.startFlow('flow', name, { parent: undefined });
const newLock = (name: string, capacity = 1) => book.make({ kind: 'custom', name, capacity });

/** A flow that takes one lock and then asks for the other, in one function. */
function takeThenWant(flow: Flow, first: Lock, second: Lock): Ticket[] {
  return within(flow, () => {
    const held = book.takes(first);
    const wanted = book.wants(second);
    return [held, wanted];
  });
}

test('two flows that wait for each other are a ring, told after its grace', () => {
  const [a, b] = [newLock('A'), newLock('B')];
  const [one, two] = [newFlow('one'), newFlow('two')];
  takeThenWant(one, a, b);
  clock.advance(10);
  takeThenWant(two, b, a);
  clock.advance(240);
  deepEqual(kinds(), []);
  clock.advance(300);
  deepEqual(kinds(), ['lock-cycle']);
  const [finding] = rt.findings.list();
  match(
    finding?.message ?? '',
    /flow "one" holds A and waits for B; flow "two" holds B and waits for A|flow "two" holds B/,
  );
  deepEqual(finding?.flows.map(one => one.name).sort(), ['one', 'two']);
  deepEqual(Object.keys(finding?.sites ?? {}).sort(), ['first', 'holds', 'second', 'waits']);
  clock.advance(5_000);
  equal(rt.findings.list()[0]?.count, 1);
});

test('a ring that opens within the grace is none', () => {
  const [a, b] = [newLock('A'), newLock('B')];
  takeThenWant(newFlow('one'), a, b);
  const [, wait] = takeThenWant(newFlow('two'), b, a);
  clock.advance(200);
  book.gaveUp(wait!);
  clock.advance(5_000);
  deepEqual(kinds(), []);
});

test('one who only waits behind a ring is not named', () => {
  const [a, b] = [newLock('A'), newLock('B')];
  within(newFlow('bystander'), () => book.wants(a));
  takeThenWant(newFlow('one'), a, b);
  takeThenWant(newFlow('two'), b, a);
  within(newFlow('late'), () => book.wants(b));
  clock.advance(1_000);
  deepEqual(
    rt.findings
      .list()[0]
      ?.flows.map(one => one.name)
      .sort(),
    ['one', 'two'],
  );
  equal(rt.findings.list().length, 1);
});

test('a permit that is free, or held by one who goes on, breaks the ring', () => {
  const [a, b] = [newLock('A'), newLock('B', 2)];
  takeThenWant(newFlow('one'), a, b);
  takeThenWant(newFlow('two'), b, a);
  const other = within(newFlow('busy'), () => book.takes(b));
  clock.advance(5_000);
  deepEqual(kinds(), []);
  book.released(other);
});

test('a ring of three', () => {
  const [a, b, c] = [newLock('A'), newLock('B'), newLock('C')];
  takeThenWant(newFlow('one'), a, b);
  takeThenWant(newFlow('two'), b, c);
  takeThenWant(newFlow('three'), c, a);
  clock.advance(1_000);
  deepEqual(kinds(), ['lock-cycle']);
  equal(rt.findings.list()[0]?.flows.length, 3);
});

test('a flow that takes again what it holds', () => {
  const a = newLock('A');
  takeThenWant(newFlow('one'), a, a);
  clock.advance(900);
  deepEqual(kinds(), []);
  clock.advance(500);
  deepEqual(kinds(), ['lock-self-wait']);
});

test('a reentrant lock may be taken again', () => {
  const a = book.make({ kind: 'custom', reentrant: true });
  takeThenWant(newFlow('one'), a, a);
  clock.advance(20_000);
  deepEqual(kinds(), []);
});

test('branches of one flow take turns: a slow one is no deadlock', () => {
  const a = newLock('A');
  const flow = newFlow('one');
  const branch = () => within(flow, () => book.wants(a));
  const first = branch();
  book.granted(first);
  branch();
  branch();
  clock.advance(20_000);
  deepEqual(kinds(), []);
});

test('two runs of one function in one flow: one works, the other waits further down', () => {
  const [a, b] = [newLock('A'), newLock('B')];
  const flow = newFlow('one');
  within(flow, () => {
    for (const [lock, next] of [
      [a, undefined],
      [b, a],
    ] as const) {
      book.takes(lock);
      if (next !== undefined) book.wants(next);
    }
  });
  clock.advance(20_000);
  deepEqual(kinds(), []);
});

test('asked for inside the callback that the lock runs', () => {
  const limiter = book.make({ kind: 'slot', name: 'limiter', capacity: 2 });
  for (const name of ['one', 'two'])
    within(newFlow(name), () => {
      const hold = book.takes(limiter);
      book.inside(hold, () => queueMicrotaskLike(() => book.wants(limiter)));
    });
  clock.advance(4_000);
  deepEqual(kinds(), []);
  clock.advance(2_000);
  deepEqual(kinds(), ['lock-self-wait']);
  // A task that did not await the inner one will free its slot: while the loop turns this is not certain.
  equal(rt.findings.list()[0]?.severity, 'potential');
});

test('the loop ran empty: told at once and for certain', () => {
  const limiter = book.make({ kind: 'slot', name: 'limiter', capacity: 1 });
  within(newFlow('one'), () => book.inside(book.takes(limiter), () => book.wants(limiter)));
  book.lookWhenDrained();
  deepEqual(kinds(), ['lock-self-wait']);
  equal(rt.findings.list()[0]?.severity, 'error');
});

test('the loop ran empty: a lock of the main program that nobody can release', () => {
  const a = newLock('A');
  const hold = () => within(rt.main, () => book.takes(a));
  const want = () => within(rt.main, () => book.wants(a));
  hold();
  want();
  book.lookWhenDrained();
  deepEqual(kinds(), ['lock-leaked']);
  match(rt.findings.list()[0]?.message ?? '', /nothing is left that could release it. 1 wait for it/);
});

function takeBoth(flow: Flow, first: Lock, second: Lock, gate?: Lock): void {
  within(flow, () => {
    const around = gate === undefined ? undefined : book.takes(gate);
    const outer = book.takes(first);
    const inner = book.takes(second);
    for (const ticket of [inner, outer, around]) if (ticket !== undefined) book.released(ticket);
  });
}

test('opposite orders are told once, as potential', () => {
  const [a, b] = [newLock('A'), newLock('B')];
  takeBoth(newFlow('one'), a, b);
  takeBoth(newFlow('two'), a, b);
  deepEqual(kinds(), []);
  takeBoth(newFlow('three'), b, a);
  takeBoth(newFlow('four'), b, a);
  deepEqual(kinds(), ['lock-order']);
  equal(rt.findings.list()[0]?.severity, 'potential');
  equal(rt.findings.list()[0]?.count, 1);
});

test('opposite orders under one gate are none; nor are those of permits', () => {
  const [a, b, gate] = [newLock('A'), newLock('B'), newLock('gate')];
  takeBoth(newFlow('one'), a, b, gate);
  takeBoth(newFlow('two'), b, a, gate);
  const [p, q] = [newLock('P', 3), newLock('Q', 3)];
  takeBoth(newFlow('one'), p, q);
  takeBoth(newFlow('two'), q, p);
  deepEqual(kinds(), []);
});

/** Out of the function that took the slot, as work that runs later is. */
function queueMicrotaskLike(fn: () => unknown): void {
  fn();
}

test('a ring behind more waits than are looked at is found: those that hold nothing do not count', () => {
  const [a, b, wanted] = [newLock('A'), newLock('B'), newLock('C')];
  within(newFlow('owner'), () => book.takes(wanted));
  for (let at = 0; at < 1_000; at++) within(newFlow(`customer ${at}`), () => book.wants(wanted));
  takeThenWant(newFlow('one'), a, b);
  takeThenWant(newFlow('two'), b, a);
  clock.advance(600);
  deepEqual(kinds(), ['lock-cycle']);
  equal(rt.state().dropped['lock waits not looked at'], undefined);
});

test('waits that are too many to look at are counted, each once', () => {
  const owner = newFlow('owner');
  const locks = Array.from({ length: 600 }, (_, at) => newLock(`L${at}`));
  for (const lock of locks) within(owner, () => book.takes(lock));
  for (const lock of locks) within(owner, () => book.wants(lock));
  clock.advance(2_000);
  equal(rt.state().dropped['lock waits not looked at'], 100);
});
