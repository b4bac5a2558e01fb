// A shop that several customers are in at once: async functions, a sync one, a long list, an error.
import { createServer } from 'node:http';

const stock = Array.from({ length: 250 }, (_, at) => ({ id: at, name: `item ${at}` }));

function price(item) {
  const base = item.length * 10;
  return base; // @price
}

async function wait() {
  await new Promise(resolve => setTimeout(resolve, 2));
}

async function buy(user) {
  let total = 0;
  const cart = { user, items: ['tea', 'milk'], card: { number: 'none', secret: 'abc' } };
  for (const item of cart.items) {
    await wait(); // @wait
    total += price(item); // @add
  }
  const list = stock;
  await wait(); // @before
  return { user, total, known: list.length }; // @return
}

async function refuse(user) {
  await wait();
  throw new TypeError(`no ${user}`); // @throw
}

let isEnough = false;

async function browse() {
  let looks = 0;
  while (!isEnough) {
    await wait();
    looks++;
  }
  return `${looks} looks`;
}

const server = createServer(async (request, response) => {
  const user = request.headers['x-user'] ?? 'nobody';
  try {
    if (request.url === '/slow') return response.end(await browse());
    if (request.url === '/enough') isEnough = true;
    const answer = request.url === '/refuse' ? await refuse(user) : await buy(user);
    response.end(JSON.stringify(answer)); // @answer
  } catch (error) {
    response.statusCode = 400;
    response.end(String(error));
  }
});
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
