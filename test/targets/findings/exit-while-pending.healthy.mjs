import { setTimeout as sleep } from 'node:timers/promises';
import { task } from 'eddy';

async function saveOrder() {
  await sleep(50);
}

const saved = task('save order', saveOrder);
await sleep(20);
await saved;
process.exit(0);
