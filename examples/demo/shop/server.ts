// A small shop. Nothing in it knows of Eddy. It has three bugs.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { yearlyAccounts } from './accounts.ts';
import { closing, priceOf } from './prices.ts';
import { SoldOut, takeOne } from './stock.ts';

const server = createServer((request, response) => {
  answer(request, response).catch(error => {
    response.statusCode = error instanceof SoldOut ? 409 : 500;
    response.end(JSON.stringify({ error: String(error.message) }));
  });
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://shop');
  const item = url.searchParams.get('item') ?? 'teapot';
  response.setHeader('content-type', 'application/json');
  if (url.pathname === '/price') response.end(JSON.stringify({ item, cents: await priceOf(item) }));
  else if (url.pathname === '/buy') response.end(JSON.stringify({ item, left: await takeOne(item) }));
  else if (url.pathname === '/accounts') response.end(JSON.stringify({ seal: yearlyAccounts(900_000) }));
  else response.writeHead(404).end('{}');
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.stdout.write(`shop: http://127.0.0.1:${address.port}\n`);
});

process.once('SIGTERM', () => {
  closing.abort();
  server.close();
  server.closeAllConnections();
});
