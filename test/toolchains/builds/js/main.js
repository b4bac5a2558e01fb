import { createServer, get } from 'node:http';
import { Cart, currencies } from './prices.js';

const sold = [];

async function checkout(path) {
  const cart = new Cart(path.slice(1).split('/'));
  const total = await cart.total();
  sold.push(total); // @held
  return `${path}: ${total} ${cart.currency}`;
}

const server = createServer(async (request, response) => {
  try {
    response.end(await checkout(request.url ?? '/'));
  } catch (error) {
    response.statusCode = 404;
    response.end(placesIn(error));
  }
});

/** The error, and the names and lines of the frames that are ours. */
function placesIn(error) {
  const frames = [...(error.stack ?? '').matchAll(/at (?:async )?(\S+) \(?.*?(\w+\.\w+:\d+:\d+)\)?/g)];
  return [error.message, ...frames.map(([, name, place]) => `${name} ${place}`)].join(', ');
}

function ask(path) {
  const { port } = server.address();
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path, agent: false }, response => {
      let text = `${response.statusCode} `;
      response.setEncoding('utf8').on('data', chunk => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}

async function main() {
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  for (const answer of await Promise.all(['/tea/cake', '/tea', '/coffee'].map(ask))) console.log(answer);
  server.close();
  console.log(Object.values(currencies).join(' '), sold.length);
  process.exitCode = 3;
}

void main();
