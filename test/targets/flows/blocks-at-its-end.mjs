// Blocks its loop twice, and ends with the second.
import { setTimeout as sleep } from 'node:timers/promises';

function work(ms) {
  const busyMs = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const until = busyMs() + ms;
  while (busyMs() < until); // @blocked
}

async function main() {
  for (let turn = 0; turn < 2; turn++) {
    await sleep(300);
    work(1_500);
  }
}

await main();
