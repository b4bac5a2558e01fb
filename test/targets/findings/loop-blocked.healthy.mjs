import http from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';

async function sumOfRoots(until) {
  let sum = 0;
  while (performance.now() < until) {
    for (let i = 0; i < 10_000; i++) sum += Math.sqrt(sum + 1);
    await turn();
  }
  return sum;
}

const server = http.createServer(async (_request, response) =>
  response.end(String(await sumOfRoots(performance.now() + 600))),
);
server.listen(0, async () => {
  const answer = await fetch(`http://localhost:${server.address().port}/sum`);
  await answer.text();
  server.close();
});
