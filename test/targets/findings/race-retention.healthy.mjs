// @limits {"retentionMs":50}
// Every step races against a promise of its own; the one for a whole batch is settled when the batch is done.
import { setTimeout as sleep } from 'node:timers/promises';

async function step(i) {
  const late = new AbortController();
  try {
    return await Promise.race([sleep(1, i), sleep(5_000, undefined, { signal: late.signal }).catch(() => undefined)]);
  } finally {
    late.abort();
  }
}

let finish;
const batch = new Promise(resolve => {
  finish = resolve;
});
for (let i = 0; i < 120; i++) await Promise.race([step(i), batch]);
finish();
await sleep(150);
await batch;
