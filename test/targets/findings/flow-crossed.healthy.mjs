// Requests wait for an answer of their own name on one emitter that they share; and all are told of the news by one of them.
import { EventEmitter } from 'node:events';
import { createServer, get } from 'node:http';

const replies = new EventEmitter();
let asked = 0;
const server = createServer((request, response) => {
  const id = ++asked;
  const news = [];
  replies.once('news', text => news.push(text));
  replies.once(`reply ${id}`, text => response.end(`${text}, ${news.length} news`));
  const ms = request.url === '/ann' ? 30 : 80;
  if (request.url === '/ann') setTimeout(() => replies.emit('news', 'ann is here'), 20);
  setTimeout(() => replies.emit(`reply ${id}`, `for ${request.url}`), ms);
});

await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
console.log(await Promise.all([ask('/ann'), ask('/bob')]));
server.close();

function ask(path) {
  return new Promise((resolve, reject) => {
    get({ path, port: server.address().port, host: '127.0.0.1', agent: false }, response => {
      let text = '';
      response.on('data', chunk => (text += chunk)).on('end', () => resolve(text));
    }).on('error', reject);
  });
}
