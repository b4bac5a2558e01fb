import { createServer } from 'node:http';
import { createPool } from 'generic-pool';

// One connection for all, and a statement timeout.
const pool = createPool({ create: async () => ({ queries: 0 }), destroy: async () => {} }, { max: 1 });
let gone = 0;

async function query(connection, user) {
  const timeout = setTimeout(() => {
    connection.timedOut = user;
  }, 50);
  await new Promise(resolve => setTimeout(resolve, 5));
  connection.queries++; // @query
  clearTimeout(timeout);
  return connection.queries;
}

const server = createServer(async (request, response) => {
  response.on('close', () => {
    if (!response.writableFinished) gone++;
  });
  const user = request.headers['x-user'];
  const connection = await pool.acquire();
  try {
    const queries = await query(connection, user);
    response.end(JSON.stringify({ user, queries, gone, timedOut: connection.timedOut ?? null }));
  } finally {
    await pool.release(connection);
  }
});
// Who is kept waiting elsewhere does not find its connection closed.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
process.on('SIGTERM', async () => {
  server.close();
  server.closeAllConnections();
  await pool.drain();
  await pool.clear();
});
