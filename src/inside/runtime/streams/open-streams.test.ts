import { deepEqual, equal, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { Runtime } from '../core/index.ts';
import { openStreams } from './index.ts';
import { nodeStreams } from './node-streams.ts';

async function listen(t: TestContext): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer(socket => void sockets.add(socket)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function dial(t: TestContext, port: number, socket: Socket): Promise<Socket> {
  t.after(() => socket.destroy());
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

test('a socket is read by Node’s own getters, whatever a program has put over them', async t => {
  const port = await listen(t);
  let called = 0;
  class Own extends Socket {}
  const names = ['destroyed', 'readable', 'readableFlowing', 'readableLength', 'remoteAddress', 'writableLength'];
  const socket = await dial(t, port, new Own());
  t.after(() => {
    for (const name of names) Reflect.deleteProperty(socket, name);
  });
  for (const name of names)
    Object.defineProperty(socket, name, {
      configurable: true,
      get() {
        called++;
        throw new Error('mine');
      },
    });
  const found = [...nodeStreams(1_000)].find(({ stream }) => stream === socket);
  equal(called, 0);
  const { stream: _, ...told } = found!;
  deepEqual(told, {
    ...{ kind: 'socket', state: 'unread', peer: `127.0.0.1:${port}` },
    ...{ bytesRead: 0, bytesWritten: 0, toRead: 0, toWrite: 0 },
  });
});

test('what is no socket, and one that is destroyed, are none', async t => {
  const port = await listen(t);
  const socket = await dial(t, port, new Socket());
  const ours = () => [...nodeStreams(1_000)].filter(({ peer }) => peer === `127.0.0.1:${port}`);
  equal(ours().length, 1);
  socket.destroy();
  equal(ours().length, 0);
});

test('no more than some are listed, and it is said', async t => {
  const port = await listen(t);
  const dialled = Array.from({ length: 301 }, () => dial(t, port, new Socket()));
  await Promise.all(dialled);
  const rt = new Runtime();
  const { streams, cut, at } = openStreams(rt);
  deepEqual([streams.length, cut], [300, true]);
  ok(Math.abs(rt.clock.now() - at) < 60_000);
  deepEqual([...rt.notes], []);
});
