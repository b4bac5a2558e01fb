// Two tasks, opposite orders; nothing else is left to run.
import { setTimeout as sleep } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import { task } from 'eddy';

const [a, b] = [new Mutex(), new Mutex()];
const both = (one, two) => async () => {
  const release = await one.acquire();
  await sleep(10);
  (await two.acquire())();
  release();
};
task('one', both(a, b));
task('two', both(b, a));
