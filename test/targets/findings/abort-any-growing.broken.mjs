// @limits {"retentionMs":50}
// Every job combines the signal that ends the program with a limit of its own, and leaves its listener on the combination.
import { setTimeout as sleep } from 'node:timers/promises';

const shutdown = new AbortController();

async function job() {
  const own = new AbortController();
  const signal = AbortSignal.any([shutdown.signal, own.signal]); // @called
  const page = Buffer.alloc(1_000_000);
  signal.addEventListener('abort', () => page.fill(0));
  await sleep(0);
}

for (let i = 0; i < 300; i++) await job();
await sleep(300);
