// A small shop: several async functions, awaits and some JSON a request. It says its port, then its CPU time whenever it
// reads a line.
import http from 'node:http';
import { createInterface } from 'node:readline';

const users = new Map(Array.from({ length: 50 }, (_, id) => [id, { id, name: `user ${id}`, roles: ['buyer'] }]));
const items = Array.from({ length: 200 }, (_, id) => ({ id, title: `item ${id}`, cents: 100 + id, tags: ['a', 'b'] }));

/** One turn of the loop, as a database's answer would take. */
const turn = () => new Promise(resolve => setImmediate(resolve));

async function findUser(id) {
  await turn();
  return users.get(id % 50);
}

async function authenticate(request) {
  const user = await findUser(request.headers.host.length);
  if (!user.roles.includes('buyer')) throw new Error('not allowed');
  return user;
}

async function priceOf(item, user) {
  const discount = user.id % 2 === 0 ? 0.9 : 1;
  await null;
  return Math.round(item.cents * discount);
}

async function loadItems(first) {
  await turn();
  return items.slice(first, first + 5);
}

async function order(user, first) {
  const chosen = await loadItems(first);
  let total = 0; // @order
  const lines = [];
  for (const item of chosen) {
    const cents = await priceOf(item, user);
    total += cents; // @add
    lines.push({ ...item, cents });
  }
  return { user: user.name, total, lines, at: Date.now() };
}

let served = 0;

async function handle(request, response) {
  try {
    const user = await authenticate(request);
    const answer = await order(user, served++ % 190);
    const text = JSON.stringify(answer);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
    response.end(text);
  } catch (error) {
    response.writeHead(500).end(error.message);
  }
}

const say = what => process.stdout.write(`${JSON.stringify(what)}\n`);
const server = http.createServer(handle).listen(0, 'localhost', () => say({ port: server.address().port }));
createInterface({ input: process.stdin }).on('line', line => {
  if (line === 'end') process.exit(0);
  const { user, system } = process.cpuUsage();
  say({ cpuUs: user + system, served });
});
