// @limits {"taskSlowMs":100}
import { setTimeout as sleep } from 'node:timers/promises';
import { task } from 'eddy';

// A retry loop without an upper bound: the upstream never gets better.
async function fetchPrices(tries) {
  for (let left = tries; left > 0; left--) await sleep(50);
  return [];
}

const prices = task('fetch prices', () => fetchPrices(16)); // @created
await prices;
