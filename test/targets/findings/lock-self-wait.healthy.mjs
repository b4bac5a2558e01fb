// The nested work has a limiter of its own; and two branches of one flow take one lock in turn.
import { setTimeout as sleep } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import pLimit from 'p-limit';

const pages = pLimit(1);
const parts = pLimit(1);
const mutex = new Mutex();

async function load(page) {
  await sleep(5);
  return parts(() => sleep(5, page));
}

async function save(name) {
  const release = await mutex.acquire();
  await sleep(50, name);
  release();
}

pages(() => load(1));
Promise.all([save('a'), save('b'), save('c')]);
