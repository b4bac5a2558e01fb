import http from 'node:http';

// So long on the processor, however many want it: a thread that does not get it is not blamed.
const used = () => process.threadCpuUsage().user / 1000;

function sumOfRoots(until) {
  let sum = 0;
  while (used() < until) sum += Math.sqrt(sum + 1); // @blocked
  return sum;
}

const server = http.createServer((_request, response) => response.end(String(sumOfRoots(used() + 600))));
server.listen(0, async () => {
  const answer = await fetch(`http://localhost:${server.address().port}/sum`);
  await answer.text();
  server.close();
});
