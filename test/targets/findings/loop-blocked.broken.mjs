import http from 'node:http';

function sumOfRoots(until) {
  let sum = 0;
  while (performance.now() < until) sum += Math.sqrt(sum + 1); // @blocked
  return sum;
}

const server = http.createServer((_request, response) => response.end(String(sumOfRoots(performance.now() + 600))));
server.listen(0, async () => {
  const answer = await fetch(`http://localhost:${server.address().port}/sum`);
  await answer.text();
  server.close();
});
