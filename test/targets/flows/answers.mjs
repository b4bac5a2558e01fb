// Answers of each kind, over http and http2; and one that nobody waits for.
import http from 'node:http';
import http2 from 'node:http2';
import { text } from 'node:stream/consumers';

const listen = server => new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));

const plain = http.createServer((request, response) => {
  if (request.url === '/never') return;
  response.statusCode = Number(request.url.slice(1));
  response.end();
});
const port = await listen(plain);
const get = path => fetch(`http://127.0.0.1:${port}${path}`).then(answer => answer.text());
for (const path of ['/200', '/404', '/500']) await get(path);
const left = http.get({ port, host: '127.0.0.1', path: '/never', agent: false });
left.on('error', () => {});
plain.once('request', () => left.destroy());
await new Promise(resolve => left.once('close', resolve));

const second = http2.createServer((request, response) => {
  response.statusCode = Number(request.url.slice(1));
  response.end();
});
const client = http2.connect(`http://127.0.0.1:${await listen(second)}`);
for (const path of ['/201', '/503']) await text(client.request({ ':path': path }));
client.close();
second.close();
plain.close();
