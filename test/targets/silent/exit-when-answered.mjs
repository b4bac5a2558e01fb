// The answer has gone out when the callback of end() runs: exiting there leaves no request behind.
import { createServer, get } from 'node:http';

const server = createServer((_request, response) => {
  response.end('bye', () => process.exit());
});
server.listen(0, '127.0.0.1', () => get({ port: server.address().port, host: '127.0.0.1' }, answer => answer.resume()));
