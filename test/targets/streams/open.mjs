// A reader that waits, one that rests, a body that nobody reads, a socket that is full; then a line, and the end when it is asked.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, createServer as createPlainServer } from 'node:net';
import { flow } from 'eddy';

const chunk = Buffer.alloc(1024 * 1024);
const server = createServer((_, response) => {
  response.write('the beginning');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const deaf = createPlainServer(socket => socket.pause());
deaf.listen(0, '127.0.0.1');
await once(deaf, 'listening');

void flow('waits', async () => {
  await new ReadableStream().getReader().read(); // @reading
});
const rests = Promise.withResolvers();
void flow('rests', async () => {
  const reader = new ReadableStream({ pull: controller => controller.enqueue('x') }).getReader(); // @idle
  await reader.read();
  rests.resolve();
  await new Promise(() => {});
  reader.releaseLock();
});
const asked = Promise.withResolvers();
void flow('asks', async () => {
  const answer = await fetch(`http://127.0.0.1:${server.address().port}/feed`); // @unread
  asked.resolve();
  await new Promise(() => {});
  await answer.text();
});
const socket = connect(deaf.address().port, '127.0.0.1');
await once(socket, 'connect');
while (socket.write(chunk));
await Promise.all([rests.promise, asked.promise]);
console.log(`full ${deaf.address().port}`);
process.stdin.once('data', () => process.exit(3));
