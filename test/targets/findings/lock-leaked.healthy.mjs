// @limits {"leakGraceMs":50}
// The release stands in a finally block.
import { setTimeout as sleep } from 'node:timers/promises';
import { flow } from 'eddy';
import genericPool from 'generic-pool';

const pool = genericPool.createPool({ create: async () => ({}), destroy: async () => {} }, { max: 2 });

async function serve(fails) {
  const connection = await pool.acquire();
  try {
    if (fails) return 'not found';
    await sleep(5);
    return 'found';
  } finally {
    await pool.release(connection);
  }
}

await flow('request 1', () => serve(false));
await flow('request 2', () => serve(true));
await sleep(200);
