// @limits {"leakGraceMs":50,"taskSlowMs":100}
// One request leaves the lock locked: what comes after it waits for ever.
import { setTimeout as sleep } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import { flow, task } from 'eddy';

const till = new Mutex();

async function pay(fails) {
  const release = await till.acquire(); // @holds
  if (fails) return 'no card';
  release();
  return 'paid';
}

await flow('first buyer', () => pay(false));
await flow('second buyer', () => pay(true));
task('third buyer', () => pay(false));
await sleep(400);
