import http from 'node:http';

function workedMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function sumOfRoots(until) {
  let sum = 0;
  while (workedMs() < until) for (let i = 0; i < 100_000; i++) sum += Math.sqrt(sum + 1); // @blocked
  return sum;
}

const server = http.createServer((_request, response) => response.end(String(sumOfRoots(workedMs() + 600))));
server.listen(0, async () => {
  const answer = await fetch(`http://localhost:${server.address().port}/sum`);
  await answer.text();
  server.close();
});
