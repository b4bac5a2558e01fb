// The entry awaits its work: what comes after an await is past loading.
import { setTimeout as sleep } from 'node:timers/promises';

async function main() {
  await sleep(300);
  // Until it has worked so long itself: on a crowded machine others have the rest of the time.
  const until = process.cpuUsage().user + 600_000;
  while (process.cpuUsage().user < until) for (let at = 0; at < 1e5; at++); // @blocked
  await sleep(200);
}

await main();
