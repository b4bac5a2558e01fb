// @limits {"taskSlowMs":100}
import { setTimeout as sleep } from 'node:timers/promises';
import { task } from 'eddy';

async function fetchPrices(tries) {
  for (let left = tries; left > 0; left--) await sleep(5);
  return [];
}

const prices = task('fetch prices', () => fetchPrices(3));
// Meant to last as long as the program, and says so.
const poller = task('poller', ({ signal }) => sleep(60_000, undefined, { signal }), { slowAfterMs: Infinity });
await prices;
await sleep(400);
poller.cancel('the work is done');
await poller.catch(() => {});
