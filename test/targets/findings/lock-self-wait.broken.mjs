// A limiter of one, asked for more from inside its own work.
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';

const limit = pLimit(1);

async function load(page) {
  await sleep(5);
  return limit(() => sleep(5, page)); // @waits
}

function loadAll() {
  return limit(() => load(1)); // @holds
}

loadAll();
