// Four processes behind one port, each with a thread and a child of its own; more of both are started on demand.
import { fork } from 'node:child_process';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';

const file = name => new URL(name, import.meta.url);

async function buy() {
  let total = 0;
  for (const one of [10, 20]) {
    await null;
    total += one; // @add
  }
  return { pid: process.pid, total };
}

/** What was started here and stays until it is told to go. */
const started = [];

async function start(one, go) {
  started.push({ one, go });
  const [said] = await once(one, 'message');
  return said;
}

const startChild = name => {
  const child = fork(file(name));
  return start(child, () => child.send('go'));
};

const startThread = name => {
  const thread = new Worker(file(name));
  return start(thread, () => thread.postMessage('go'));
};

const does = {
  '/buy': buy,
  '/child': () => startChild('late-child.mjs'),
  '/thread': () => startThread('late-thread.mjs'),
};

if (cluster.isPrimary) {
  const workers = Array.from({ length: 4 }, () => cluster.fork());
  const [port] = (await Promise.all(workers.map(worker => once(worker, 'message')))).map(([said]) => said);
  writeSync(1, `port ${port}\n`);
  process.once('SIGTERM', () => {
    for (const worker of workers) worker.send('go');
  });
} else {
  await Promise.all([startChild('stay.mjs'), startThread('stay.mjs')]);
  const server = createServer(async (request, response) => {
    response.setHeader('connection', 'close');
    response.end(JSON.stringify(await does[request.url]()));
  });
  server.listen(0, '127.0.0.1', () => process.send(server.address().port));
  process.once('message', async () => {
    server.close();
    const ends = started.map(({ one, go }) => {
      go();
      return once(one, 'exit');
    });
    await Promise.all(ends);
    process.disconnect();
  });
  process.on('SIGTERM', () => {});
}
