// The same work, in slices.
import { setTimeout as sleep } from 'node:timers/promises';

async function main() {
  await sleep(300);
  for (let slice = 0; slice < 20; slice++) {
    const until = Date.now() + 30;
    while (Date.now() < until);
    await sleep(0);
  }
  await sleep(200);
}

await main();
