// The server that is measured. It says its port, then its CPU time whenever it reads a line.
import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import { createInterface } from 'node:readline';

const als = process.env.BENCH_ALS === '1' ? new AsyncLocalStorage() : undefined;

async function one(n) {
  await null;
  return n + 1;
}

async function handle(_request, response) {
  let n = 0;
  for (let at = 0; at < 5; at++) n = await one(n);
  await new Promise(resolve => setImmediate(resolve));
  response.setHeader('content-length', '1');
  response.end(String(n));
}

const server = http.createServer(
  als === undefined ? handle : (request, response) => als.run({}, handle, request, response),
);
const say = what => process.stdout.write(`${JSON.stringify(what)}\n`);
server.listen(0, 'localhost', () => say({ port: server.address().port }));
const lines = createInterface({ input: process.stdin });
lines.on('line', line => {
  if (line === 'end') process.exit(0);
  const { user, system } = process.cpuUsage();
  say({ cpuUs: user + system });
});
