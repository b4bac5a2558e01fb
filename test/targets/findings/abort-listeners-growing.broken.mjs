// @limits {"retentionMs":50}
// Every request listens to the signal that ends the server, and none stops listening.
import { createServer, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const shutdown = new AbortController();
const server = createServer(async (request, response) => {
  shutdown.signal.addEventListener('abort', () => response.destroy()); // @added
  await sleep(1);
  response.end('ok');
});

await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
for (let i = 0; i < 60; i++) await ask();
await sleep(200);
server.close();

function ask() {
  return new Promise((resolve, reject) => {
    get({ port: server.address().port, host: '127.0.0.1', agent: false }, response => {
      response.resume().on('end', resolve);
    }).on('error', reject);
  });
}
