import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { Cart } from './prices.ts';

async function checkout(path: string): Promise<string> {
  const cart = new Cart(path.slice(1).split('/'));
  const total = await cart.total();
  const bill = `${path}: ${total} ${cart.currency}`; // @held
  return bill;
}

const server = createServer(async (request, response) => {
  try {
    response.end(await checkout(request.url ?? '/'));
  } catch (error) {
    response.statusCode = 404;
    response.end(placesIn(error as Error));
  }
});

/** The error, and the names and lines of the frames that are ours. */
function placesIn(error: Error): string {
  const frames = [...(error.stack ?? '').matchAll(/at (?:async )?(\S+) \(?.*?(\w+\.ts:\d+:\d+)\)?/g)];
  return [error.message, ...frames.map(([, name, place]) => `${name} ${place}`)].join(', ');
}

function ask(path: string): Promise<string> {
  const { port } = server.address() as AddressInfo;
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

async function main(): Promise<void> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  for (const answer of await Promise.all(['/tea/cake', '/tea', '/coffee'].map(ask))) console.log(answer);
  server.close();
  const { Currency } = await import('./prices.ts');
  console.log(basename(import.meta.filename), Object.values(Currency).join(' '));
  process.exitCode = 3;
}

await main();
