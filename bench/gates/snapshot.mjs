// Says how many µs a call took whose marked line is looked at: by a probe of Eddy's, or, when told a depth, by an inspector
// in a worker thread.
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

const [count, depth] = process.argv.slice(2);

/** Ten names, none from round it. */
async function buy(id, name, user, items, options, isGift, total, done, at, stock) {
  return [id, name, user, items, options, isGift, total, done, at, stock]; // @look
}

const user = { id: 7, name: 'ann', address: { city: 'Ulm', geo: { lat: 48.4, lon: 10 } }, roles: ['buyer', 'admin'] };
const items = Array.from({ length: 10 }, (_, n) => ({ sku: `sku-${n}`, quantity: n, price: n * 2 }));
const options = { ship: 'post', insurance: { upTo: { euro: 100 } } };
const stock = new Map([
  ['tea', 1],
  ['milk', { left: 2 }],
]);

async function timed(n) {
  const done = () => n;
  const at = new Date();
  const from = performance.now();
  const bought = buy(n, 'a name', user, items, options, true, 12.5, done, at, stock);
  const us = (performance.now() - from) * 1000;
  await bought;
  return us;
}

if (depth !== undefined) {
  const workerData = { url: import.meta.url, depth: Number(depth) };
  const debugging = new Worker(new URL('pauser.mjs', import.meta.url), { workerData });
  await new Promise(resolve => debugging.once('message', resolve));
}
const took = [];
const warm = 1_000;
for (let n = -warm; n < Number(count); n++) {
  const us = await timed(n);
  if (n >= 0) took.push(us);
  // Not faster than they can be sent: none is to be left out.
  if (n % 10 === 0) await setTimeout(2);
  else await setImmediate();
}
took.sort((a, b) => a - b);
const at = part => took[Math.floor(took.length * part)];
process.stdout.write(`${JSON.stringify({ p50: at(0.5), p99: at(0.99), calls: warm + took.length })}\n`, () =>
  process.exit(0),
);
