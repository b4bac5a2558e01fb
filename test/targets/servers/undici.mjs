import http from 'node:http';
import { Agent, Pool, request, fetch as undiciFetch } from 'undici';

const server = http.createServer(async (incoming, response) => {
  let body = '';
  for await (const part of incoming) body += part;
  if (incoming.url === '/reset') return incoming.socket.destroy();
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({ method: incoming.method, url: incoming.url, body, agent: incoming.headers['user-agent'] ?? null }),
  );
});
server.listen(0, 'localhost', async () => {
  const origin = `http://localhost:${server.address().port}`;
  const pool = new Pool(origin, { connections: 2, pipelining: 4 });
  const show = async (name, answer) => console.log(name, JSON.stringify(await answer).replaceAll(origin, 'ORIGIN'));
  await show(
    'pool',
    Promise.all(
      Array.from({ length: 12 }, async (_, at) =>
        (await pool.request({ path: `/${at}`, method: 'POST', body: 'x'.repeat(at) })).body.json(),
      ),
    ),
  );
  await show(
    'request',
    request(`${origin}/one`).then(answer => answer.body.text()),
  );
  await show(
    'undici fetch',
    undiciFetch(`${origin}/two`, { dispatcher: new Agent({ keepAliveTimeout: 10 }) }).then(answer => answer.json()),
  );
  await show(
    'fetch',
    fetch(`${origin}/three`, { method: 'PUT', body: 'body' }).then(answer => answer.json()),
  );
  await show(
    'reset',
    fetch(`${origin}/reset`).catch(error => [error.name, error.message, error.cause.message]),
  );
  await show(
    'aborted',
    fetch(`${origin}/four`, { signal: AbortSignal.abort(new Error('no more')) }).catch(error => [
      error.name,
      error.message,
    ]),
  );
  await pool.close();
  server.close();
  server.closeAllConnections();
});
