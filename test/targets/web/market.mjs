// A market that sells, and has bugs that only show when somebody asks for them. It knows nothing of who looks on.
import { writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as later } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import { CancelScopeTracker, flow, trackLock } from 'eddy';

const scopes = new CancelScopeTracker();

async function priceOf(item) {
  await later(1);
  return item.length * 10;
}

async function buy(user, item) {
  let total = await priceOf(item);
  const discount = 5;
  total -= discount; // @hold
  const note = `thanks, ${user}`; // @stepped
  return { user, total, note }; // @answer
}

/** Entered by one request and left by another. */
const uploads = [];

async function upload() {
  uploads.push(scopes.enterScope('upload')); // @entered
  await later(1);
  return { open: uploads.length };
}

async function finish() {
  const scope = uploads.pop();
  if (scope !== undefined) scopes.exitScope(scope); // @exited
  await later(1);
  return { open: uploads.length };
}

const waiting = [];

/** Answered when somebody opens. */
async function queue() {
  const word = await new Promise(resolve => waiting.push(resolve)); // @queued
  return { word }; // @next
}

async function open() {
  for (const resolve of waiting.splice(0)) resolve('come in');
  return {};
}

const [till, safe] = [trackLock(new Mutex(), 'till'), trackLock(new Mutex(), 'safe')];

/** Two that close for the day, each with what the other needs. */
async function close() {
  const both = Promise.withResolvers();
  let count = 0;
  const clerk = async (first, second) => {
    await first.acquire();
    if (++count === 2) both.resolve();
    await both.promise;
    await second.acquire();
  };
  void flow('count the till', () => clerk(till, safe));
  void flow('lock the safe', () => clerk(safe, till));
  return {};
}

const does = {
  '/buy': query => buy(query.get('user') ?? 'nobody', query.get('item') ?? 'tea'),
  '/upload': upload,
  '/finish': finish,
  '/queue': queue,
  '/open': open,
  '/close': close,
};

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://market');
  const answer = await (does[pathname]?.(searchParams) ?? {});
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answer));
});
server.listen(0, '127.0.0.1', () => writeSync(1, `port ${server.address().port} pid ${process.pid}\n`));
process.on('SIGTERM', () => {
  server.close();
  server.closeAllConnections();
});
