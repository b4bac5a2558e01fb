import { createServer } from 'node:http';

let served = 0;
const events = new EventTarget();

async function price(item) {
  await new Promise(resolve => setTimeout(resolve, 5));
  return item.length * 10; // @price
}

async function buy(user) {
  let total = 0;
  let seen = 0;
  events.addEventListener('sale', () => seen++);
  for (const item of ['tea', 'milk']) {
    const one = await price(item); // @ask
    total += one; // @add
  }
  served++;
  events.dispatchEvent(new Event('sale')); // @sale
  return { user, total, seen };
}

const server = createServer(async (request, response) => {
  const answer = await buy(request.headers['x-user']);
  response.end(JSON.stringify(answer)); // @answer
});
// Who is kept waiting elsewhere does not find its connection closed.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
