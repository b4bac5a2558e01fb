// The entry awaits its work: what comes after an await is past loading.
import { setTimeout as sleep } from 'node:timers/promises';

async function main() {
  await sleep(300);
  const until = Date.now() + 600;
  while (Date.now() < until); // @blocked
  await sleep(200);
}

await main();
