import { deepEqual, equal, match } from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { Context, type Flow, runtime } from '../core/index.ts';
import { lockBook } from './book.ts';

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

test('held past its limit, with the first of those who wait', () => {
  const a = newLock('A');
  const hold = within(newFlow('slow'), () => book.takes(a));
  within(newFlow('next'), () => book.wants(a));
  clock.advance(29_000);
  deepEqual(kinds(), []);
  clock.advance(2_000);
  deepEqual(kinds(), ['lock-held-long']);
  deepEqual(
    rt.findings.list()[0]?.flows.map(one => one.name),
    ['slow', 'next'],
  );
  book.released(hold);
  clock.advance(60_000);
  equal(rt.findings.list()[0]?.count, 1);
});

test('a flow that ended while holding: leaked after a grace', () => {
  const a = newLock('A');
  const flow = newFlow('one');
  within(flow, () => book.takes(a));
  rt.endFlow(flow, 'done');
  clock.advance(900);
  deepEqual(kinds(), []);
  clock.advance(200);
  deepEqual(kinds(), ['lock-leaked']);
  book.lookWhenDrained();
  clock.advance(60_000);
  equal(rt.findings.list()[0]?.count, 1);
  deepEqual(kinds(), ['lock-leaked']);
});

test('released within the grace after its flow ended', () => {
  const flow = newFlow('one');
  const hold = within(flow, () => book.takes(newLock('A')));
  rt.endFlow(flow, 'done');
  clock.advance(500);
  book.released(hold);
  clock.advance(5_000);
  deepEqual(kinds(), []);
});

test('granted to a waiter whose signal was aborted, or whose flow had ended', () => {
  const aborted = new AbortController();
  const wait = within(newFlow('one'), () => book.wants(newLock('A'), { signal: aborted.signal }));
  aborted.abort();
  book.granted(wait);
  clock.advance(1_100);
  deepEqual(kinds(), ['lock-leaked']);
  match(rt.findings.list()[0]?.message ?? '', /signal had been aborted before the lock was granted/);
  rt.findings.clear();

  const flow = newFlow('two');
  const late = within(flow, () => book.wants(newLock('B')));
  rt.endFlow(flow, 'cancelled');
  book.granted(late);
  clock.advance(1_100);
  match(rt.findings.list()[0]?.message ?? '', /had ended before the lock was granted/);
  equal(rt.findings.list()[0]?.count, 1);
});

test('waits that the library forgot are not believed', () => {
  let waiting = 1;
  const slots = book.make({ kind: 'slot', capacity: 1, waitingCount: () => waiting });
  within(newFlow('one'), () => book.inside(book.takes(slots), () => book.wants(slots)));
  waiting = 0;
  clock.advance(20_000);
  deepEqual(kinds(), []);
  equal(slots.waiters.size, 0);
});

test('what nobody releases does not fill the memory', () => {
  for (let at = 0; at < 20_500; at++) book.takes(newLock('A'));
  equal(book.holds.size, 20_000);
  equal(rt.state().dropped['lock holds'], 500);
});

test('the section lists locks with holders and waiters, bounded', () => {
  const a = newLock('the one');
  const hold = within(newFlow('holder'), () => book.takes(a, { label: 'pay' }));
  within(newFlow('waiter'), () => book.wants(a));
  clock.advance(40);
  const { locks } = rt.state().sections;
  const item = locks?.items.find(one => one.name === 'the one');
  equal(item?.state, 'held');
  const [holder] = (item?.holders ?? []) as Record<string, unknown>[];
  deepEqual([holder?.flowName, holder?.forMs, holder?.label], ['holder', 40, 'pay']);
  equal(((item?.waiters ?? []) as unknown[]).length, 1);
  equal((locks?.items.length ?? 0) <= 200, true);
  book.released(hold);
});

test('events say who waits, takes and lets go, with times', () => {
  const seen: unknown[] = [];
  const stop = rt.onEvent(({ kind, flow, data }) => {
    if (kind.startsWith('lock-')) seen.push([kind, flow, data.waitedMs ?? data.heldMs]);
  });
  const a = newLock('A');
  const [one, two] = [newFlow('one'), newFlow('two')];
  const hold = within(one, () => book.takes(a));
  const wait = within(two, () => book.wants(a));
  clock.advance(30);
  book.released(hold);
  book.granted(wait);
  stop();
  book.released(wait);
  deepEqual(seen, [
    ['lock-acquired', one.id, 0],
    ['lock-waiting', two.id, undefined],
    ['lock-released', one.id, 30],
    ['lock-acquired', two.id, 30],
  ]);
});

test('no timer is left when nothing is held and nobody waits', () => {
  const hold = book.takes(newLock('A'));
  book.released(hold);
  clock.advance(60_000);
  equal(clock.pending, 0);
});
