// @limits {"streamLockedMs":50}
// Each request reads the first chunk of a feed by hand and leaves the reader on it.
import { createServer, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const feeds = [];
const server = createServer(async (request, response) => {
  const feed = openFeed();
  feeds.push(feed);
  const reader = feed.getReader(); // @holds
  const { value } = await reader.read();
  response.end(value);
});

await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
for (let i = 0; i < 3; i++) await ask();
await sleep(300);
server.close();
console.log(feeds.map(feed => feed.locked).join(' '));

function openFeed() {
  let n = 0;
  return new ReadableStream({ pull: controller => controller.enqueue(`chunk ${n++}`) });
}

function ask() {
  return new Promise((resolve, reject) => {
    get({ port: server.address().port, host: '127.0.0.1', agent: false }, response => {
      response.resume().on('end', resolve);
    }).on('error', reject);
  });
}
