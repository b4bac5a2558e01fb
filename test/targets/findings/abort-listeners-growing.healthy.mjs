// @limits {"retentionMs":50}
// Every request listens to the signal that ends the server, fifty at once, and stops listening when it is answered.

import { setMaxListeners } from 'node:events';
import { createServer, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const shutdown = new AbortController();
setMaxListeners(100, shutdown.signal);
const server = createServer(async (request, response) => {
  const stop = () => response.destroy();
  shutdown.signal.addEventListener('abort', stop, { once: true });
  try {
    await sleep(120);
    response.end('ok');
  } finally {
    shutdown.signal.removeEventListener('abort', stop);
  }
});

await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
for (let i = 0; i < 2; i++) await Promise.all(Array.from({ length: 50 }, ask));
// Node's own waits listen too, and stop by themselves.
for (let i = 0; i < 60; i++) await sleep(1, undefined, { signal: shutdown.signal });
await sleep(200);
server.close();

function ask() {
  return new Promise((resolve, reject) => {
    get({ port: server.address().port, host: '127.0.0.1', agent: false }, response => {
      response.resume().on('end', resolve);
    }).on('error', reject);
  });
}
