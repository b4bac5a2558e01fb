// @limits {"lockHeldMs":100}
// A slow call is made while the lock is held; another waits for it.
import { setTimeout as sleep } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

const mutex = new Mutex();

async function slow() {
  const release = await mutex.acquire(); // @holds
  await sleep(400);
  release();
}

async function quick() {
  await sleep(10);
  const release = await mutex.acquire(); // @waits
  release();
}

await Promise.all([slow(), quick()]);
