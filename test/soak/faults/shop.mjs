import { writeSync } from 'node:fs';
import { createServer } from 'node:http';

let sold = 0;
const sales = new EventTarget();

async function price(item) {
  await new Promise(resolve => setTimeout(resolve, 2));
  return item.length * 10;
}

async function buy(id) {
  const before = sold;
  let total = 0;
  let note = '';
  let heard = 0;
  const hear = () => heard++;
  sales.addEventListener('sale', hear);
  for (const item of ['tea', 'milk']) {
    const one = await price(item);
    total += one; // @add
    if (total < 0) note = 'odd';
  }
  const unheard = sold - before - heard;
  sales.removeEventListener('sale', hear);
  sold++;
  sales.dispatchEvent(new Event('sale'));
  return { id, total, unheard, note };
}

const server = createServer(async (request, response) => {
  const answer = await buy(request.headers['x-id']);
  response.end(JSON.stringify(answer));
});
server.listen(0, '127.0.0.1', () => writeSync(1, `port ${server.address().port} pid ${process.pid}\n`));
process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
process.on('exit', status => writeSync(1, `over ${status}\n`));
