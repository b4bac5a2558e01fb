// Requests of every kind at once; each handler says whether it stayed in one flow of its own from start to end.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { currentFlow } from 'eddy';

const pem = name => readFileSync(new URL(`loopback.${name}.pem`, import.meta.url));
const tls = { key: pem('key'), cert: pem('cert') };
const seen = new Set();
let wrong = 0;

async function handle(request, response) {
  const first = currentFlow();
  const ok = () => currentFlow().id === first.id;
  let stayed = first.kind === 'request' && first.name === `${request.method} ${request.url}` && !seen.has(first.id);
  seen.add(first.id);
  await delay(Math.random() * 10);
  stayed &&= ok();
  for await (const _ of request) stayed &&= ok();
  await new Promise(resolve => setImmediate(resolve));
  stayed &&= ok();
  if (!stayed) wrong++;
  response.end(String(stayed));
}

const listen = server => new Promise(resolve => server.listen(0, 'localhost', () => resolve(server.address().port)));
const many = (count, one) => Promise.all(Array.from({ length: count }, (_, at) => one(at)));

function ask(module, options, body) {
  return new Promise((resolve, reject) => {
    const request = module.request({ ...options, method: body === undefined ? 'GET' : 'POST' }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', part => (text += part));
      response.on('end', () => resolve(text));
    });
    request.on('error', reject).end(body);
  });
}

const plain = http.createServer(handle);
const port = await listen(plain);
const kept = new http.Agent({ keepAlive: true, maxSockets: 4 });
await many(40, at => ask(http, { port, path: `/kept/${at}`, agent: kept }, at % 2 ? 'body'.repeat(5000) : undefined));
await many(300, at => ask(http, { port, path: `/many/${at}`, agent: new http.Agent() }));
await new Promise(resolve => {
  const socket = net.connect(port, 'localhost', () => {
    const get = (path, more = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
    socket.write(get('/pipe/1') + get('/pipe/2') + get('/pipe/3', 'Connection: close\r\n'));
  });
  socket.resume().on('close', resolve);
});
kept.destroy();
plain.close();

const secure = https.createServer(tls, handle);
const securePort = await listen(secure);
await many(20, at => ask(https, { port: securePort, path: `/tls/${at}`, rejectUnauthorized: false }));
secure.close();
secure.closeAllConnections();

const two = http2.createSecureServer(tls, handle);
const session = http2.connect(`https://localhost:${await listen(two)}`, { rejectUnauthorized: false });
await many(
  30,
  at =>
    new Promise(resolve => {
      const stream = session.request({ ':path': `/two/${at}` });
      stream.resume().on('close', resolve);
    }),
);
session.close();
two.close();

console.log(JSON.stringify({ requests: seen.size, wrong, outside: currentFlow().kind }));
