'use strict';
const { EventEmitter } = require('node:events');

// A client as pg-pool expects it, without a database.
class Client extends EventEmitter {
  _queryable = true;
  connect(done) {
    setImmediate(() => done());
  }
  query(text, values, done) {
    setImmediate(() => done(undefined, { rows: [text] }));
  }
  end(done) {
    setImmediate(() => done?.());
  }
  isConnected() {
    return true;
  }
}

module.exports = async function useAll({
  E_TIMEOUT,
  Mutex,
  Semaphore,
  tryAcquire,
  withTimeout,
  genericPool,
  Pool,
  pLimit,
  PQueue,
  sleep,
}) {
  const said = [];
  const say = (...words) => said.push(words.join(' '));
  const tried = async (what, run) => {
    try {
      say(what, JSON.stringify(await run()));
    } catch (error) {
      say(what, 'threw', error?.message);
    }
  };

  const mutex = new Mutex();
  await Promise.all([1, 2, 3].map(n => mutex.runExclusive(async () => say('mutex', n, await sleep(1, 'in')))));
  const release = await mutex.acquire();
  await tried('timed', () => withTimeout(mutex, 5).acquire());
  await tried('try', () => tryAcquire(mutex).acquire());
  say(
    'same error',
    (await withTimeout(mutex, 1)
      .acquire()
      .catch(error => error)) === E_TIMEOUT,
  );
  const cancelled = mutex.acquire().catch(error => error.message);
  mutex.cancel();
  say(await cancelled, mutex.isLocked());
  release();
  release();
  say(mutex.isLocked());
  await mutex.acquire();
  mutex.release();
  say('released', mutex.isLocked());
  await tried('exclusive', () => mutex.runExclusive(() => Promise.reject(new Error('inside'))));
  await tried('exclusive sync', () =>
    mutex.runExclusive(() => {
      throw new Error('inside at once');
    }),
  );
  await tried('timed run', () => withTimeout(mutex, 50).runExclusive(() => 'value'));

  const semaphore = new Semaphore(3);
  const [value, give] = await semaphore.acquire(2);
  say('semaphore', value, semaphore.getValue());
  await tried('weight', () => semaphore.acquire(-1));
  give();
  await tried('value', () => semaphore.runExclusive(left => left, 3));
  say(semaphore.getValue());

  const limit = pLimit(2);
  say(
    'limit',
    await Promise.all([3, 2, 1].map(n => limit(async (a, b) => a + b, n, 1))),
    limit.concurrency,
    limit.activeCount,
    limit.pendingCount,
  );
  say(
    'map',
    await limit.map(['a', 'b', 'c'], async (letter, at) => letter + at),
    typeof limit.clearQueue,
    limit.length,
    limit.name,
  );
  await tried('limit throws', () =>
    limit(() => {
      throw new Error('in limit');
    }),
  );
  let started = 0;
  const lazy = {
    then(done) {
      started++;
      done('lazy');
    },
  };
  say('lazy', await limit(() => lazy), started);
  limit.concurrency = 5;
  say(limit.concurrency);

  const queue = new PQueue({ concurrency: 1 });
  queue.on('completed', result => say('completed', result));
  say('queue', await queue.addAll([() => 1, async () => 2, () => sleep(1, 3)]));
  await tried('queue throws', () =>
    queue.add(() => {
      throw new Error('in queue');
    }),
  );
  await tried('queue timeout', () => queue.add(() => sleep(30), { timeout: 5 }));
  await tried('queue aborted', () => queue.add(() => 1, { signal: AbortSignal.abort(new Error('stop')) }));
  await queue.onIdle();

  const pool = genericPool.createPool({ create: async () => ({ n: 1 }), destroy: async () => {} }, { max: 1 });
  const thing = await pool.acquire();
  say('pool', thing.n, pool.borrowed, pool.isBorrowedResource(thing));
  const next = pool.acquire();
  await pool.release(thing);
  say((await next) === thing);
  await pool.destroy(await next);
  say('used', await pool.use(async one => one.n));
  await tried('use throws', () => pool.use(() => Promise.reject(new Error('in use'))));
  await tried('foreign', () => pool.release({}));
  await pool.drain();
  await pool.clear();

  const clients = new Pool({ Client, max: 1, idleTimeoutMillis: 1 });
  const client = await clients.connect();
  say('pg', clients.totalCount, clients.waitingCount, Object.keys(client).includes('release'));
  client.release();
  await tried('twice', () => client.release());
  say((await clients.query('select 1')).rows);
  await new Promise(done =>
    clients.connect((error, one, back) => {
      say('callback', error, one === client, back === one.release);
      back();
      done();
    }),
  );
  await clients.end();
  await tried('ended', () => clients.connect());

  if (globalThis.navigator?.locks !== undefined) {
    const { locks } = navigator;
    say(
      'web',
      await locks.request('a', async lock => {
        say(lock.name, lock.mode);
        return 'done';
      }),
    );
    await locks.request('b', { mode: 'shared' }, () =>
      locks.request('b', { ifAvailable: true }, lock => say('available', lock)),
    );
    await tried('web throws', () =>
      locks.request('a', () => {
        throw new Error('in web');
      }),
    );
    await tried('web aborted', () => locks.request('a', { signal: AbortSignal.abort(new Error('stop')) }, () => 1));
    say(locks.request.length, locks.request.name);
  }
  console.log(said.join('\n'));
};
