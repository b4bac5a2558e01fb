// The entry awaits its work: what comes after an await is past loading.
import { setTimeout as sleep } from 'node:timers/promises';

// So long on the processor, however many want it: a thread that does not get it is not blamed.
const used = () => process.threadCpuUsage().user / 1000;

async function main() {
  await sleep(300);
  const until = used() + 600;
  while (used() < until); // @blocked
  await sleep(200);
}

await main();
