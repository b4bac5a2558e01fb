// Throws, aborts and cancels, each in a flow of its own.
import { setTimeout as sleep } from 'node:timers/promises';
import { flow, scope } from 'eddy';

class OrderError extends Error {
  name = 'OrderError';
}

function check(order) {
  let limit = 3;
  if (order > limit) throw new OrderError(`too many: ${order}`); // @throw
  return order;
}

async function handle(order) {
  let total = 0;
  try {
    total = check(order);
  } catch {
    total = -1; // @failed
  }
  await sleep(5); // @next
  total += 1;
  return total;
}

for (const order of [2, 5, 7]) console.log(order, await flow(`order ${order}`, () => handle(order)));

const stop = new AbortController();
await flow('aborter', async () => {
  await sleep(1);
  stop.abort(new Error('enough')); // @abort
});
await scope('work', {}, async one => {
  one.cancel('no more'); // @cancel
  await sleep(1);
}).catch(error => console.log(error.name));

process.on('uncaughtException', error => console.log('uncaught', error.message));
setTimeout(() => {
  const inner = 7;
  null.x += inner; // @uncaught
});
