// A program that has its work done by a process of its own, each time that somebody asks at its port.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';

async function job(name) {
  const size = name.length;
  await new Promise(resolve => setTimeout(resolve, 1));
  return size; // @job
}

async function ask() {
  const child = fork(new URL(import.meta.url), ['child']);
  await once(child, 'spawn');
  child.send('child');
  const [size] = await once(child, 'message');
  child.disconnect();
  await once(child, 'exit');
  return `size ${size}`;
}

if (process.argv[2] === 'child') {
  process.once('message', async name => process.send(await job(name)));
} else {
  const server = createServer(async (_, response) => {
    response.end(await ask());
    server.close();
  });
  server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
}
