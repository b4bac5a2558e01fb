// Compiled by the test that runs it.
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Order {
  readonly count: number;
}

async function pay(order: Order): Promise<string> {
  await undefined;
  const due: number = order.count * 3; // @due
  return `due ${due}`; // @paid
}

const server = createServer(async (request: IncomingMessage, response) => {
  response.end(await pay({ count: Number(request.url?.slice(1)) }));
});
server.listen(0, '127.0.0.1', () => console.log(`port ${(server.address() as AddressInfo).port}`));
