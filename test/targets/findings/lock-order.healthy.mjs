// Opposite orders, but a third lock is held around both: they cannot meet. And branches side by side, which prove no order.
import { setTimeout as sleep } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

const gate = new Mutex();
const stock = new Mutex();
const prices = new Mutex();
const left = new Mutex();
const right = new Mutex();

async function sell() {
  const releaseGate = await gate.acquire();
  const releaseStock = await stock.acquire();
  const releasePrices = await prices.acquire();
  releasePrices();
  releaseStock();
  releaseGate();
}

async function reprice() {
  const releaseGate = await gate.acquire();
  const releasePrices = await prices.acquire();
  const releaseStock = await stock.acquire();
  releaseStock();
  releasePrices();
  releaseGate();
}

async function use(mutex, ms) {
  const release = await mutex.acquire();
  await sleep(ms);
  release();
}

await sell();
await reprice();
await Promise.all([use(left, 20), use(right, 20)]);
await Promise.all([use(right, 20), use(left, 20)]);
