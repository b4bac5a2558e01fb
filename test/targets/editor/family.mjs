// A program with a worker thread and a child process, which each do a job when they are told to.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

async function job(name) {
  const size = name.length;
  await new Promise(resolve => setTimeout(resolve, 1));
  return size; // @job
}

if (!isMainThread) {
  parentPort.on('message', async name => parentPort.postMessage(await job(name)));
} else if (process.argv[2] === 'child') {
  process.on('message', async name => process.send(await job(name)));
} else {
  const worker = new Worker(new URL(import.meta.url));
  const child = fork(new URL(import.meta.url), ['child']);
  await Promise.all([once(worker, 'online'), once(child, 'spawn')]);
  worker.postMessage('worker');
  child.send('child');
  const [[one], [other]] = await Promise.all([once(worker, 'message'), once(child, 'message')]);
  console.log(`sizes ${one} ${other}`);
  await worker.terminate();
  child.kill();
}
