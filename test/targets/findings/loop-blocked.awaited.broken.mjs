// The entry awaits its work: what comes after an await is past loading.
import { setTimeout as sleep } from 'node:timers/promises';

function workedMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

async function main() {
  await sleep(300);
  const until = workedMs() + 600;
  while (workedMs() < until); // @blocked
  await sleep(200);
}

await main();
