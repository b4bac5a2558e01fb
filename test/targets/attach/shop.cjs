// A shop that knows nothing of Eddy. `/state` tells what a visitor could have left in it.
const { channel } = require('node:diagnostics_channel');
const { createServer } = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

async function price(count) {
  let total = count * 2;
  await sleep(1);
  const sum = total + 1; // @sum
  return sum;
}

async function quote(count) {
  const text = `quote ${count}`;
  await undefined;
  return text; // @quote
}

const waiting = [];

async function wait(name) {
  await new Promise(go => waiting.push(go));
  return `${name} went`; // @wait
}

function label(sum) {
  const text = `sum ${sum}`;
  return text; // @label
}

const { cache } = require;
const channels = ['http.server.request.start', 'http.server.response.finish', 'http2.server.stream.start'];

function state(socket) {
  const counts = {};
  for (const name of process.getActiveResourcesInfo())
    if (!/^TCPSocket|^Timeout$|Immediate|HTTP/.test(name)) counts[name] = (counts[name] ?? 0) + 1;
  return {
    listeners: Object.fromEntries(process.eventNames().map(name => [String(name), process.listenerCount(name)])),
    ownEmit: Object.hasOwn(process, 'emit'),
    resources: counts,
    globals: Reflect.ownKeys(globalThis).map(String).sort(),
    subscribed: channels.filter(name => channel(name).hasSubscribers),
    modules: Object.keys(cache).sort(),
    environment: Object.keys(process.env).sort(),
    closeListeners: socket.listenerCount('close'),
    prepare: typeof Error.prepareStackTrace,
    text: String(price),
  };
}

const server = createServer(async (request, response) => {
  const path = request.url.slice(1);
  if (path === 'state') response.end(JSON.stringify(state(request.socket)));
  else if (path === 'waiting') response.end(String(waiting.length));
  else if (path === 'wait') response.end(await wait('one'));
  else if (path === 'go') response.end(String(waiting.splice(0).map(go => go()).length));
  else if (path.startsWith('quote/')) response.end(await quote(Number(path.slice(6))));
  else if (path === 'end') process.exit(0);
  else response.end(label(await price(Number(path))));
});
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));
