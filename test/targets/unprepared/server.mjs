// A server that hangs: each request waits for a database that does not answer, until /open lets it.
import { createServer } from 'node:http';

let open;
const database = new Promise(resolve => {
  open = resolve;
});
let waiting = 0;

async function query(order) {
  const connection = { user: 'shop', password: 'correct-horse-battery' };
  const sql = `select ${order}`;
  await database; // @query
  return `${connection.user}: ${sql}`;
}

async function handle(order, response) {
  const total = order * 2;
  waiting++;
  const rows = await query(order); // @handle
  response.end(`${rows}, ${total}`);
}

async function* pages() {
  yield 1;
  await database; // @pages
  yield 2;
}

const reader = pages();
await reader.next();
void reader.next();

globalThis.idle = (function* () {
  const step = 1;
  yield step; // @idle
})();
globalThis.idle.next();

createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://shop');
  if (pathname === '/open') open();
  if (pathname === '/open' || pathname === '/waiting') response.end(String(waiting));
  else void handle(Number(pathname.slice(1)), response);
}).listen(0, '127.0.0.1', function () {
  console.log(`port ${this.address().port}`);
});
