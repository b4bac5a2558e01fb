// A server that knows nothing of Eddy. What it is told and what it holds looks like a page.
import { writeSync } from 'node:fs';
import { createServer } from 'node:http';

async function buy(user) {
  const total = await new Promise(resolve => setTimeout(resolve, 1, user.length));
  const note = `<img src=x onerror="alert('${user}')">`;
  return { total, note }; // @held
}

const server = createServer(async (request, response) => {
  response.end(JSON.stringify(await buy(request.headers['x-user'] ?? 'nobody')));
});
server.listen(0, '127.0.0.1', () => writeSync(1, `port ${server.address().port} pid ${process.pid}\n`));
process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
  process.exitCode = 3;
});
