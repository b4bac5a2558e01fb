// @limits {"bodyUnreadMs":50}
// Only the status matters, so the body of a large answer stays where it is, and with it the connection.
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const server = createServer((request, response) => response.end(Buffer.alloc(5_000_000)));
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}/`;

const answers = [];
for (let i = 0; i < 3; i++) {
  const answer = await fetch(url); // @called
  answers.push(answer);
}
await sleep(250);
console.log(answers.map(answer => answer.status).join(' '));
server.closeAllConnections();
server.close();
