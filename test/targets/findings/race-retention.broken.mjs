// @limits {"retentionMs":50}
// Every step races against the promise of the program's end, which keeps something of each race.
import { setTimeout as sleep } from 'node:timers/promises';

const ended = new Promise(() => {});

async function step(i) {
  return Promise.race([sleep(1, i), ended]); // @called
}

for (let i = 0; i < 200; i++) await step(i);
await sleep(100);
void ended;
