// Says how long a pass of one line takes, in microseconds, by the flow that asks.
import { createServer } from 'node:http';

async function pass(at) {
  let half = at / 2;
  half += 1; // @pass
  return half;
}

const server = createServer(async (request, response) => {
  const passes = Number(request.url.slice(1));
  for (let at = 0; at < passes; at++) await pass(at);
  const from = performance.now();
  for (let at = 0; at < passes; at++) await pass(at);
  response.end(String(((performance.now() - from) * 1000) / passes));
});
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
