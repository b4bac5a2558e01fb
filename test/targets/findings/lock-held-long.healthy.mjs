// @limits {"lockHeldMs":100}
// The slow call is made first, and the lock held for what is shared only.
import { setTimeout as sleep } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

const mutex = new Mutex();

async function slow() {
  await sleep(400);
  const release = await mutex.acquire();
  release();
}

async function quick() {
  await sleep(10);
  const release = await mutex.acquire();
  release();
}

await Promise.all([slow(), quick()]);
