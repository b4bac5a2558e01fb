import http from 'node:http';

// Until it has worked so long itself: on a crowded machine others have the rest of the time.
function sumOfRoots(until) {
  let sum = 0;
  for (let at = 0; at % 1e5 > 0 || process.cpuUsage().user < until; at++) sum += Math.sqrt(sum + 1); // @blocked
  return sum;
}

const server = http.createServer((_request, response) =>
  response.end(String(sumOfRoots(process.cpuUsage().user + 600_000))),
);
server.listen(0, async () => {
  const answer = await fetch(`http://localhost:${server.address().port}/sum`);
  await answer.text();
  server.close();
});
