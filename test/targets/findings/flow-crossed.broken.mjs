// Requests wait for "reply" on one emitter that they share: the first answer is given to everyone who waits.
import { EventEmitter } from 'node:events';
import { createServer, get } from 'node:http';

const replies = new EventEmitter();
const server = createServer((request, response) => {
  replies.once('reply', text => response.end(text)); // @registered
  const ms = request.url === '/ann' ? 30 : 80;
  setTimeout(() => {
    replies.emit('reply', `for ${request.url}`); // @called
  }, ms);
});

await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
console.log(await Promise.all([ask('/ann'), ask('/bob')]));
await new Promise(resolve => setTimeout(resolve, 120));
server.close();

function ask(path) {
  return new Promise((resolve, reject) => {
    get({ path, port: server.address().port, host: '127.0.0.1', agent: false }, response => {
      let text = '';
      response.on('data', chunk => (text += chunk)).on('end', () => resolve(text));
    }).on('error', reject);
  });
}
