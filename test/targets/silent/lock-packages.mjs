import { E_CANCELED, E_TIMEOUT, Mutex, Semaphore, tryAcquire, withTimeout } from 'async-mutex';
import gp from 'generic-pool';
import pLimit from 'p-limit';
import PQueue from 'p-queue';

const m = new Mutex();
let c = 0;
await Promise.all(
  Array.from({ length: 10 }, async () => {
    const r = await m.acquire();
    try {
      const v = c;
      await null;
      c = v + 1;
    } finally {
      r();
    }
  }),
);
console.log(c, m.isLocked());
await m.runExclusive(async () => {});
const t = withTimeout(m, 10);
const rel = await t.acquire();
try {
  await t.acquire();
} catch (e) {
  console.log(e === E_TIMEOUT, e.message);
}
rel();
try {
  await tryAcquire(m).runExclusive(() => {
    throw new Error('in');
  });
} catch (e) {
  console.log(e.message);
}
const s = new Semaphore(2);
let mx = 0,
  cur = 0;
await Promise.all(
  Array.from({ length: 6 }, () =>
    s.runExclusive(async v => {
      cur++;
      mx = Math.max(mx, cur);
      await new Promise(r => setTimeout(r, 2));
      cur--;
    }),
  ),
);
console.log(mx, s.getValue());
const [v, r2] = await s.acquire(2);
const w = s.acquire().catch(e => console.log(e === E_CANCELED));
s.cancel();
await w;
r2();
await m.acquire();
m.release();
await m.waitForUnlock();
const q = new PQueue({ concurrency: 2, interval: 10, intervalCap: 2 });
q.on('idle', () => console.log('idle'));
const rs = await q.addAll([1, 2, 3, 4].map(x => async () => x * 2));
console.log(rs, q.size, q.pending);
await q.onIdle();
const ac = new AbortController();
q.add(({ signal }) => new Promise((_, j) => signal.addEventListener('abort', () => j(new Error('abd')))), {
  signal: ac.signal,
}).catch(e => console.log(e.message));
setTimeout(() => ac.abort(), 5);
await q.onIdle();
const l = pLimit(2);
console.log(
  await Promise.all(
    [1, 2, 3].map(i =>
      l(async () => {
        await null;
        return i;
      }),
    ),
  ),
  l.activeCount,
  l.pendingCount,
  typeof l.clearQueue,
);
console.log(await l.map?.([1, 2], x => x + 1));
const pool = gp.createPool({ create: async () => ({}), destroy: async () => {} }, { max: 2, min: 0 });
const a = await pool.acquire();
const b = await pool.acquire();
setTimeout(() => pool.release(a), 5);
const d = await pool.acquire();
console.log(pool.size, pool.available, pool.borrowed, pool.pending);
await pool.release(b);
await pool.destroy(d);
await pool.use(async x => 1);
await pool.drain();
await pool.clear();
// hand over: acquired in one async fn, released in another
const hm = new Mutex();
const rr = await hm.acquire();
setTimeout(() => rr(), 5);
await hm.runExclusive(() => console.log('handed'));
console.log(Object.keys(m).join(), Mutex.name, m.acquire.name, m.acquire.length);
if (navigator.locks) await navigator.locks.request('x', async l => console.log(l.name));
