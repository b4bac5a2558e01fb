// Two jobs take two locks in opposite orders. This time they did not meet.
import { setTimeout as sleep } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

const stock = new Mutex();
const prices = new Mutex();

async function sell() {
  const releaseStock = await stock.acquire();
  const releasePrices = await prices.acquire(); // @first
  await sleep(5);
  releasePrices();
  releaseStock();
}

async function reprice() {
  const releasePrices = await prices.acquire();
  const releaseStock = await stock.acquire(); // @second
  await sleep(5);
  releaseStock();
  releasePrices();
}

await sell();
await reprice();
