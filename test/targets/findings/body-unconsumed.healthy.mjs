// @limits {"bodyUnreadMs":50}
// Only the status matters: the bodies of large answers are cancelled, or read slowly; a small one that nobody reads holds nothing.
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const server = createServer((request, response) =>
  response.end(Buffer.alloc(request.url === '/small' ? 100 : 5_000_000)),
);
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}/`;

const small = await fetch(`${url}small`);
const large = await fetch(url);
await large.body?.cancel();
let length = 0;
for await (const chunk of (await fetch(url)).body) {
  length += chunk.length;
  await sleep(2);
}
await sleep(150);
console.log(small.status, large.status, length);
server.closeAllConnections();
server.close();
