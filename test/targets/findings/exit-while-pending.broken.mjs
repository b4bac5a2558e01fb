import { setTimeout as sleep } from 'node:timers/promises';
import { task } from 'eddy';

async function saveOrder() {
  await sleep(1_000);
}

task('save order', saveOrder); // @created
await sleep(20);
process.exit(0); // @called
