// A server that sells, starts threads and errs when asked to, and says when it is ready and how it ended.
import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';
import { CancelScopeTracker, flow } from 'eddy';

const scopes = new CancelScopeTracker();

async function price(item) {
  await new Promise(resolve => setTimeout(resolve, 1));
  return item.length * 10;
}

async function buy(id) {
  let total = 0;
  for (const item of ['tea', 'milk']) {
    const one = await price(item);
    total += one; // @add
  }
  return { id, total };
}

const stays = [];

const does = {
  '/buy': request => buy(request.headers['x-id']),
  async '/many'() {
    for (let left = 150; left > 0; left--) {
      for (let at = 0; at < 100; at++) await flow(`${left} ${'many '.repeat(150)}`, () => at);
      await price('');
    }
    return {};
  },
  async '/thread'() {
    const worker = new Worker('process.exitCode = 7', { eval: true });
    const [code] = await once(worker, 'exit');
    return { code };
  },
  async '/stay'() {
    const worker = new Worker(new URL('stay.mjs', import.meta.url));
    stays.push(worker);
    const [said] = await once(worker, 'message');
    return { said };
  },
  async '/terminate'() {
    for (const worker of stays.splice(0)) await worker.terminate();
    return {};
  },
  async '/fail'() {
    const scope = scopes.enterScope('upload');
    scopes.exitScope(scope);
    scopes.exitScope(scope);
    return {};
  },
};

const server = createServer(async (request, response) => {
  const answer = await does[request.url](request);
  response.end(JSON.stringify(answer));
});
// Who is kept waiting elsewhere does not find its connection closed.
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => writeSync(1, `port ${server.address().port} pid ${process.pid}\n`));
process.on('SIGTERM', () => {
  for (const worker of stays) worker.postMessage('go');
  server.close();
  server.closeAllConnections();
});
process.on('exit', status => writeSync(1, `over ${status}\n`));
