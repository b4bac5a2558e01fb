// @limits {"retentionMs":50}
// Every job combines the signal that ends the program with a limit of its own, and takes its listener back.
import { setTimeout as sleep } from 'node:timers/promises';

const shutdown = new AbortController();

async function job() {
  const own = new AbortController();
  const signal = AbortSignal.any([shutdown.signal, own.signal]);
  const page = Buffer.alloc(1_000_000);
  const clear = () => page.fill(0);
  signal.addEventListener('abort', clear);
  try {
    await sleep(0);
  } finally {
    signal.removeEventListener('abort', clear);
  }
}

for (let i = 0; i < 300; i++) await job();
await sleep(300);
