// A server that many sessions look into at once, and that says which of its gates are open.
import { createServer } from 'node:http';

async function sell(user, count) {
  let total = 0;
  for (let at = 1; at <= count; at++) {
    await null;
    total += at; // @add
  }
  return { user, total };
}

const waiting = [];

async function wait(user, count) {
  await new Promise(resolve => waiting.push(resolve));
  return sell(user, count);
}

/** Its own gates, by the name that only a gated source has; written so that this text does not hold it. */
// biome-ignore lint/security/noGlobalEval: nothing else sees a module's own names.
const openGates = () => eval(`[...${'$'}eg]`).filter(one => one !== 0).length;

const does = {
  '/': sell,
  '/wait': wait,
  '/waiting': () => ({ waiting: waiting.length }),
  '/go'() {
    for (const resolve of waiting.splice(0)) resolve();
    return { waiting: waiting.length };
  },
  '/gates': () => ({ open: openGates() }),
};

const server = createServer(async (request, response) => {
  const { 'x-user': user, 'x-count': count } = request.headers;
  response.end(JSON.stringify(await does[request.url](user, Number(count))));
});
// Who is kept waiting elsewhere does not find its connection closed.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
