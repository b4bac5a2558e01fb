// @limits {"streamLockedMs":50}
// Each request reads the first chunk of a feed by hand and lets the feed go; a last one reads on in the background.
import { createServer, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

const feeds = [];
const server = createServer(async (request, response) => {
  const feed = openFeed();
  feeds.push(feed);
  if (request.url === '/all') void readAll(feed);
  const reader = request.url === '/all' ? undefined : feed.getReader();
  const { value } = reader === undefined ? { value: 'later' } : await reader.read();
  await reader?.cancel();
  reader?.releaseLock();
  response.end(value);
});

await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
for (let i = 0; i < 3; i++) await ask('/');
await ask('/all');
await sleep(300);
server.close();
console.log(feeds.map(feed => feed.locked).join(' '));

async function readAll(feed) {
  const reader = feed.getReader();
  for (let i = 0; i < 30; i++) {
    await reader.read();
    await sleep(2);
  }
  reader.releaseLock();
}

function openFeed() {
  let n = 0;
  return new ReadableStream({ pull: controller => controller.enqueue(`chunk ${n++}`) });
}

function ask(path) {
  return new Promise((resolve, reject) => {
    get({ path, port: server.address().port, host: '127.0.0.1', agent: false }, response => {
      response.resume().on('end', resolve);
    }).on('error', reject);
  });
}
