// What starts to run when nobody is left who could resume it: a worker, and a flow that asks to be held.
import { writeSync } from 'node:fs';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { breakpoint } from 'eddy';

async function add(one) {
  const sum = one + 1;
  await null;
  return sum; // @held
}

async function marked(one) {
  breakpoint();
  return add(one);
}

if (isMainThread) {
  const stay = setInterval(() => {}, 1000);
  process.once('SIGUSR2', () => {
    new Worker(new URL(import.meta.url)).once('message', async sum => {
      writeSync(1, `worker ${sum}, marked ${await marked(2)}\n`);
      clearInterval(stay);
    });
  });
  writeSync(1, `pid ${process.pid}\n`);
} else {
  parentPort.postMessage(await add(1));
}
