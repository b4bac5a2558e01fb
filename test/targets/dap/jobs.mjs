// Two jobs run beside each other, each a flow; they come to the line again and again.
import { setTimeout } from 'node:timers/promises';
import { task } from 'eddy';

async function step(name, count) {
  await setTimeout(2);
  return count + 1; // @step
}

async function job(name) {
  let count = 0;
  for (;;) count = await step(name, count);
}

const jobs = ['amy', 'bob'].map(name => task(name, () => job(name)));
console.log('ready');
await Promise.all(jobs);
