// Bare and tracked in turn, block by block, in one process. Prints the ns of each block.
import { AsyncLocalStorage } from 'node:async_hooks';
import { Mutex } from 'async-mutex';
import { flow, scope, task, trackLock } from 'eddy';

const blocks = Number(process.argv[2] ?? 15);
const als = new AsyncLocalStorage();
const work = async () => {};
const bareMutex = new Mutex();
const trackedMutex = trackLock(new Mutex(), { name: 'bench' });

const cases = [
  {
    id: 'task',
    what: 'task(name, fn), awaited',
    against: 'als.run and one captureStackTrace',
    count: 20_000,
    ours: () => task('bench', work),
    reference: () => {
      const holder = {};
      Error.captureStackTrace(holder);
      return als.run(holder, work);
    },
  },
  {
    id: 'flow',
    what: 'flow(name, fn), awaited',
    against: 'als.run',
    count: 20_000,
    ours: () => flow('bench', work),
    reference: () => als.run({}, work),
  },
  {
    id: 'scope',
    what: 'scope(name, {}, fn), awaited',
    against: 'an AbortController and als.run',
    count: 20_000,
    ours: () => scope('bench', {}, work),
    reference: () => als.run(new AbortController(), work),
  },
  {
    id: 'lock-acquire',
    what: 'acquire and release of an uncontended tracked mutex',
    against: 'bare async-mutex',
    count: 10_000,
    ours: async () => (await trackedMutex.acquire())(),
    reference: async () => (await bareMutex.acquire())(),
  },
  {
    id: 'session-create',
    what: "the seeds' session creation: open and close one tracked task in a scope",
    against: 'the same bare',
    count: 5_000,
    ours: () => task('session', () => scope('session', {}, work)),
    reference: () => als.run({}, () => als.run(new AbortController(), work)),
  },
  {
    id: 'state-update',
    what: "the seeds' state update: under a tracked lock, in a task",
    against: 'the same bare',
    count: 5_000,
    ours: () => task('update', () => trackedMutex.runExclusive(work)),
    reference: () => als.run({}, () => bareMutex.runExclusive(work)),
  },
  {
    id: 'concurrency-5',
    what: "the seeds' concurrency: five tasks at once",
    against: 'five promises at once',
    count: 2_000,
    ours: () => Promise.all([1, 2, 3, 4, 5].map(() => task('one of five', work))),
    reference: () => Promise.all([1, 2, 3, 4, 5].map(() => als.run({}, work))),
  },
  {
    id: 'error-recovery',
    what: "the seeds' error recovery: a failing task, caught, and another try",
    against: 'the same bare',
    count: 5_000,
    ours: async () => {
      await task('fails', fails).catch(() => task('again', work));
    },
    reference: async () => {
      await als.run({}, fails).catch(() => als.run({}, work));
    },
  },
];

async function fails() {
  throw failure;
}
const failure = new Error('on purpose');

async function block(run, count) {
  const from = performance.now();
  for (let at = 0; at < count; at++) await run();
  return ((performance.now() - from) * 1e6) / count;
}

const rows = [];
for (const { id, what, against, count, ours, reference } of cases) {
  const mine = [];
  const bare = [];
  for (let at = -2; at < blocks; at++) {
    const a = await block(reference, count);
    const b = await block(ours, count);
    if (at >= 0) {
      bare.push(a);
      mine.push(b);
    }
  }
  rows.push({ id, what, unit: 'ns', against, ours: mine, reference: bare });
}

// A million scopes: what stays when they are gone.
const heap = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024;
};
for (let at = 0; at < 100_000; at++) await scope('warm', {}, work);
const before = heap();
for (let at = 0; at < 1_000_000; at++) await scope('bench', {}, work);
rows.push({
  id: 'scopes-million-heap',
  what: 'heap after a million more scopes',
  unit: 'KB',
  against: 'heap after the first 100,000',
  ours: [heap()],
  reference: [before],
});
console.log(JSON.stringify(rows));
