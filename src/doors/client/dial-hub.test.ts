import { equal, match, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { LineCutter } from '../../wire/protocol/index.ts';
import { dialHub } from './index.ts';

test('a hub is dialled by its address, and says who it is', async t => {
  const said: { ask: { token: string; as: string } }[] = [];
  const server = createServer(socket => {
    const cutter = new LineCutter(1e6);
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      for (const text of cutter.push(chunk)) {
        const { id, ask } = JSON.parse(text) as { id: number; ask: { token: string; as: string } };
        said.push({ ask });
        const run = { version: 1, pid: 7, name: 'main', words: ['eddy', 'serve'], cwd: '/', started: 1 };
        const observed = { at: 1, cursor: 9, droppedEvents: 0 };
        socket.write(`${JSON.stringify({ id, result: { run, targets: [] }, observed })}\n`);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as { port: number };
  const hub = await dialHub({ address: `tcp://127.0.0.1:${port}`, token: 'secret', as: 'test' });
  t.after(() => hub.close());
  equal(hub.run.name, 'main');
  equal(hub.observed?.cursor, 9);
  equal(said[0]?.ask.token, 'secret');
});

test('nobody there, or no address, is told with what to do', async () => {
  const place = { token: 'x', as: 'test' };
  await rejects(dialHub({ ...place, address: '/nowhere/control' }), { code: 'no-run', message: /eddy status/ });
  await rejects(dialHub({ ...place, address: 'http://127.0.0.1:1' }), { code: 'bad-usage' });
  const error: Error = await dialHub({ ...place, address: 'tcp://127.0.0.1' }).catch(one => one);
  match(error.message, /is no address of a hub/);
});
