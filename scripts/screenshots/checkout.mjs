// A checkout with customers in it: locks, deadlines, tasks, a stream, and two bugs. It knows nothing of who looks on.
import { writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as later } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import { AsyncDebugger, CancelScopeTracker, checkpoint, flow, safeGenerator, scope } from 'eddy';

const scopes = new CancelScopeTracker();
const jobs = new AsyncDebugger();
const shelves = new Map(['tea', 'milk', 'bread', 'honey'].map(item => [item, new Mutex()]));
const between = (least, most) => least + Math.random() * (most - least);

async function reserve(item) {
  const release = await shelves.get(item).acquire();
  try {
    await later(between(60, 180));
    return { item, cents: item.length * 100 + 99 }; // @reserved
  } finally {
    release();
  }
}

async function charge(user, cents) {
  return scope('charge', { deadlineMs: 5_000 }, async () => {
    await later(between(120, 400));
    await checkpoint();
    return { id: `c-${user}`, cents };
  });
}

async function checkout(user, items) {
  const basket = [];
  for (const item of items) basket.push(await reserve(item));
  let total = basket.reduce((sum, { cents }) => sum + cents, 0);
  const discount = items.length > 1 ? 50 : 0;
  total -= discount; // @charge
  const receipt = await charge(user, total);
  void jobs.trackedTask('mail', () => later(between(200, 900)));
  return { user, total, receipt: receipt.id };
}

/** Bug: an upload is opened by one request and closed by another. */
let upload;

async function openUpload() {
  upload = scopes.enterScope('upload');
  await later(5);
  return {};
}

async function closeUpload() {
  if (upload !== undefined) scopes.exitScope(upload);
  upload = undefined;
  await later(5);
  return {};
}

/** Bug: the year is added up in one go, and nobody else is served meanwhile. */
async function accounts() {
  const until = performance.now() + 1_300;
  let sum = 0;
  while (performance.now() < until) sum += Math.sqrt(sum + 1);
  return { sum };
}

async function* orders() {
  for (let at = 0; ; at++) {
    await later(400);
    yield { at };
  }
}

async function watchOrders() {
  for await (const { at } of safeGenerator(orders())) if (at > 500) return;
}

const does = {
  '/checkout': query => checkout(query.get('user'), query.get('items').split(',')),
  '/upload/open': openUpload,
  '/upload/close': closeUpload,
  '/accounts': accounts,
};

const server = createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://checkout');
  response.end(JSON.stringify(await (does[pathname]?.(searchParams) ?? {})));
});
server.listen(0, '127.0.0.1', () => writeSync(1, `port ${server.address().port} pid ${process.pid}\n`));
void flow('orders', watchOrders);
process.on('SIGTERM', () => process.exit());
