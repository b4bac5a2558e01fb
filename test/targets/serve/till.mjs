// A server that knows nothing of Eddy: it answers, and ends when it is told to with a status of its own.
import { writeSync } from 'node:fs';
import { createServer } from 'node:http';

async function price(item) {
  await new Promise(resolve => setTimeout(resolve, 1));
  return item.length * 10;
}

async function buy(user) {
  const total = await price('tea');
  return { user, total }; // @held
}

const server = createServer(async (request, response) => {
  response.end(JSON.stringify(await buy(request.headers['x-user'])));
});
server.listen(0, '127.0.0.1', () => writeSync(1, `port ${server.address().port} pid ${process.pid}\n`));
process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
  process.exitCode = 3;
});
process.on('exit', status => writeSync(1, `over ${status}\n`));
