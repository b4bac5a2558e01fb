import { deepEqual, equal, rejects, throws } from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Mutex } from 'async-mutex';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { flow } from '../flows.ts';
import { lockBook } from './book.ts';
import { trackLock } from './track-lock.ts';

const rt = runtime();
const clock = new FakeClock();
rt.clock = clock;
const book = lockBook();

beforeEach(() => rt.findings.clear());

/** A lock with private fields, acquire and release. */
class PlainLock {
  #free = true;
  readonly #queue: (() => void)[] = [];

  async acquire(): Promise<void> {
    if (!this.#free) await new Promise<void>(resolve => this.#queue.push(resolve));
    this.#free = false;
  }

  release(): void {
    if (this.#free) throw new Error('not held');
    this.#free = true;
    this.#queue.shift()?.();
  }

  get isFree(): boolean {
    return this.#free;
  }
}

const held = () => book.holds.size;

test('acquire and release', async () => {
  const lock = trackLock(new PlainLock(), { name: 'plain' });
  await lock.acquire();
  equal(held(), 1);
  equal([...book.holds][0]?.lock.name, 'plain');
  equal(lock.isFree, false);
  lock.release();
  equal(held(), 0);
  equal(lock.isFree, true);
  throws(() => lock.release(), /not held/);
  equal(lock instanceof PlainLock, true);
});

test('acquire that gives a function, a thing, or a thing with release', async () => {
  const events: string[] = [];
  const byFunction = trackLock({ acquire: async () => () => events.push('function') });
  const release = await byFunction.acquire();
  equal(held(), 1);
  equal(release(), 1);
  equal(held(), 0);

  const thing = { id: 7 };
  const pool = trackLock({ acquire: () => thing, release: (given: object) => events.push(String(given === thing)) });
  equal(pool.acquire(), thing);
  equal(held(), 1);
  pool.release(thing);
  equal(held(), 0);

  class Handle {
    release() {
      events.push('handle');
    }
  }
  const handle = new Handle();
  const handles = trackLock({ acquire: async () => handle });
  const given = await handles.acquire();
  equal(given, handle);
  equal(held(), 1);
  given.release();
  equal(held(), 0);
  deepEqual(Object.getOwnPropertyNames(handle), []);
  deepEqual(events, ['function', 'true', 'handle']);
});

test('what does not get the lock holds nothing', async () => {
  const lock = trackLock({
    tryAcquire: () => false,
    acquire: async () => {
      throw new Error('refused');
    },
    release: () => {},
  });
  equal(lock.tryAcquire(), false);
  await rejects(lock.acquire(), /refused/);
  equal(held(), 0);
  equal(book.counts.waiting, 0);
});

test('runExclusive, and run', async () => {
  const exclusive = trackLock({ runExclusive: async <R>(fn: () => R) => fn() });
  equal(
    await exclusive.runExclusive(() => {
      equal(held(), 1);
      return 'value';
    }),
    'value',
  );
  await rejects(
    exclusive.run('named', () => {
      equal([...book.holds][0]?.label, 'named');
      throw new Error('inside');
    }),
    /inside/,
  );
  equal(held(), 0);

  const lock = trackLock(new PlainLock());
  equal(await lock.run(async () => held()), 1);
  equal(lock.isFree, true);
  await rejects(
    lock.run(() => Promise.reject(new Error('inside'))),
    /inside/,
  );
  equal(lock.isFree, true);
  equal(held(), 0);
});

test('a release by another flow ends the hold that there is', async () => {
  const lock = trackLock(new PlainLock());
  await flow('taker', () => lock.acquire());
  equal(held(), 1);
  flow('giver', () => lock.release());
  equal(held(), 0);
});

test('a flow that takes it twice is found', async () => {
  const lock = trackLock(new PlainLock(), 'account');
  const stuck = flow('payment', async () => {
    await lock.acquire();
    await lock.acquire();
  });
  await new Promise(resolve => setImmediate(resolve));
  clock.advance(2_000);
  const [finding] = rt.findings.list();
  equal(finding?.kind, 'lock-self-wait');
  equal(finding?.message, 'Flow "payment" waits for account, which it holds itself, for 1.0 s.');
  lock.release();
  await stuck;
  lock.release();
  equal(held(), 0);
});

test('tracked twice, it is watched once', async () => {
  const lock = trackLock(trackLock(new PlainLock(), 'inner'), 'outer');
  await lock.acquire();
  deepEqual(
    [...book.holds].map(one => one.lock.name),
    ['outer'],
  );
  lock.release();
  equal(await lock.run(() => held()), 1);
  equal(held(), 0);
});

test('a package that is not adapted is tracked the same', async () => {
  const mutex = trackLock(new Mutex(), 'mutex');
  const release = await mutex.acquire();
  equal(held(), 1);
  release();
  equal(held(), 0);
  equal(await mutex.runExclusive(() => held()), 1);
  equal(held(), 0);
});
