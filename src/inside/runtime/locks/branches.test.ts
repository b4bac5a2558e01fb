import { deepEqual, equal } from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import * as asyncMutex from 'async-mutex';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { flow } from '../flows.ts';
import { adaptAsyncMutex, adaptWithTimeout, Handover } from './adapters/async-mutex.ts';
import { lockBook } from './book.ts';
import { trackLock } from './track-lock.ts';

// Programs as people write them, in one flow and in several: what is a deadlock, and what only looks like one for a while.
const rt = runtime();
const book = lockBook();
const handover = new Handover();
adaptAsyncMutex(book, handover, asyncMutex);
const { Mutex, Semaphore } = asyncMutex;
let clock = new FakeClock();
rt.clock = clock;

beforeEach(() => {
  clock = new FakeClock();
  rt.clock = clock;
  rt.findings.clear();
});

// What is stuck stays so: it is given up, and its timers fire, so that the next test begins with nothing.
afterEach(() => {
  for (const hold of [...book.holds]) book.released(hold);
  for (const lock of [...book.busy]) for (const wait of [...lock.waiters]) book.gaveUp(wait);
  clock.advance(120_000);
});

const sleep = (ms: number) => new Promise<void>(resolve => clock.after(ms, resolve));
const kinds = () => rt.findings.list().map(one => one.kind);
type Mutex = asyncMutex.Mutex;

async function transfer(from: Mutex, to: Mutex, ms: number): Promise<void> {
  const releaseFrom = await from.acquire();
  await sleep(ms);
  const releaseTo = await to.acquire();
  await sleep(ms);
  releaseTo();
  releaseFrom();
}

test('two transfers in one flow, in opposite orders', async () => {
  const [a, b] = [new Mutex(), new Mutex()];
  void transfer(a, b, 10);
  void transfer(b, a, 20);
  await clock.advanceAsync(600);
  deepEqual(kinds(), ['lock-cycle']);
});

test('the same in two flows, with then()', async () => {
  const [a, b] = [new Mutex(), new Mutex()];
  const both = (one: Mutex, two: Mutex) => () =>
    one
      .acquire()
      .then(() => sleep(5))
      .then(() => two.acquire());
  void flow('one', both(a, b));
  void flow('two', both(b, a));
  await clock.advanceAsync(6_000);
  deepEqual(kinds(), ['lock-cycle']);
});

test('the same inside runExclusive', async () => {
  const [a, b] = [new Mutex(), new Mutex()];
  const both = (one: Mutex, two: Mutex) =>
    one.runExclusive(async () => {
      await sleep(5);
      await two.runExclusive(() => undefined);
    });
  void both(a, b);
  void both(b, a);
  await clock.advanceAsync(600);
  deepEqual(kinds(), ['lock-cycle']);
});

test('one transfer is slow, another waits for it: the first goes on', async () => {
  const [a, b, c] = [new Mutex(), new Mutex(), new Mutex()];
  const all = Promise.all([transfer(a, b, 5_000), transfer(c, a, 10)]);
  await clock.advanceAsync(20_000);
  await all;
  deepEqual(kinds(), []);
});

test('runs of one function let go of the first lock before they take the second', async () => {
  const [a, b] = [new Mutex(), new Mutex()];
  const turns = async (one: Mutex, two: Mutex) => {
    const releaseOne = await one.acquire();
    await sleep(4_000);
    releaseOne();
    const releaseTwo = await two.acquire();
    await sleep(4_000);
    releaseTwo();
  };
  const all = Promise.all([turns(a, b), turns(b, a), turns(a, b)]);
  await clock.advanceAsync(40_000);
  await all;
  deepEqual(kinds(), []);
});

test('a semaphore of two, held by two who ask for a second permit; and one who does not', async () => {
  const semaphore = new Semaphore(2);
  const job = (ms: number) => () =>
    semaphore.runExclusive(async () => {
      await sleep(5);
      if (ms === 0) await semaphore.runExclusive(() => undefined);
      else await sleep(ms);
    });
  void flow('one', job(0));
  const two = flow('two', job(3_000));
  await clock.advanceAsync(2_000);
  deepEqual(kinds(), []);
  await clock.advanceAsync(2_000);
  await two;
  deepEqual(kinds(), []);
  void flow('three', job(0));
  void flow('four', job(0));
  await clock.advanceAsync(3_000);
  deepEqual(kinds(), ['lock-self-wait']);
});

test('a wait with a time limit is over when its time is', async () => {
  const withTimeout = adaptWithTimeout(
    book,
    handover,
    asyncMutex.withTimeout as never,
  ) as typeof asyncMutex.withTimeout;
  const [a, b] = [new Mutex(), new Mutex()];
  const hold = await b.acquire();
  const run = a.runExclusive(async () => {
    await withTimeout(b, 1)
      .acquire()
      .catch(() => undefined);
    equal(book.counts.waiting, 0);
  });
  await run;
  hold();
  await new Promise(resolve => setImmediate(resolve));
  equal(book.holds.size, 0);
  deepEqual(kinds(), []);
});

test('one flow works inside A and, beside it, waits for B; another holds B and waits for A', async () => {
  const [a, b] = [new Mutex(), new Mutex()];
  const two = flow('two', () => b.runExclusive(() => sleep(10).then(() => a.runExclusive(() => undefined))));
  const one = flow('one', () =>
    Promise.all([a.runExclusive(() => sleep(20_000)), sleep(5).then(() => b.runExclusive(() => undefined))]),
  );
  await clock.advanceAsync(25_000);
  await Promise.all([one, two]);
  deepEqual(kinds(), []);
});

test('trackLock names a lock that its adapter watches, and does not watch it twice', async () => {
  const mutex = trackLock(trackLock(new Mutex()), 'accounts');
  const release = await mutex.acquire();
  deepEqual(
    [...book.holds].map(one => one.lock.name),
    ['accounts'],
  );
  release();
  equal(await mutex.run(() => book.holds.size), 1);
  equal(await mutex.run('again', () => book.holds.size), 1);
  equal(book.holds.size, 0);
});

test('opposite orders in branches that hold one lock each are none', async () => {
  const [a, b] = [new Mutex(), new Mutex()];
  const use = async (mutex: Mutex) => {
    const release = await mutex.acquire();
    await sleep(20);
    release();
  };
  const all = Promise.all([use(a), use(b)]).then(() => Promise.all([use(b), use(a)]));
  await clock.advanceAsync(200);
  await all;
  deepEqual(kinds(), []);
});
