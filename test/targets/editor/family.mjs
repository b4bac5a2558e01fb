// A program with a worker thread and a child process, which each do a job when somebody asks at its port.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

async function job(name) {
  const size = name.length;
  await new Promise(resolve => setTimeout(resolve, 1));
  return size; // @job
}

async function ask() {
  const worker = new Worker(new URL(import.meta.url));
  const child = fork(new URL(import.meta.url), ['child']);
  await Promise.all([once(worker, 'online'), once(child, 'spawn')]);
  worker.postMessage('worker');
  child.send('child');
  const [[one], [other]] = await Promise.all([once(worker, 'message'), once(child, 'message')]);
  await worker.terminate();
  child.kill();
  return `sizes ${one} ${other}`;
}

if (!isMainThread) {
  parentPort.on('message', async name => parentPort.postMessage(await job(name)));
} else if (process.argv[2] === 'child') {
  process.on('message', async name => process.send(await job(name)));
} else {
  const server = createServer(async (_, response) => {
    response.end(await ask());
    server.close();
  });
  server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
}
