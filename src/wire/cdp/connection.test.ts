import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { systemClock } from '../../base/index.ts';
import { dialCdp } from './index.ts';

const waits = { clock: systemClock, withinMs: 5_000 };

/** What an inspector does, as far as a test says. */
async function inspector(t: TestContext, onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((_, response) => response.writeHead(404).end());
  server.on('connection', socket => sockets.add(socket));
  server.on('upgrade', (_, socket) => {
    socket.on('end', () => socket.end());
    onSocket(socket as Socket);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise(resolve => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

const greets = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
const frame = (message: unknown) => {
  const body = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from([0x81, body.length]), body]);
};

test('an event that comes with the greeting waits for its listener, and answers find who asked', async t => {
  const port = await inspector(t, socket => {
    socket.write(greets);
    socket.on('data', () => {
      socket.write(
        Buffer.concat([frame({ method: 'Some.event', params: { at: 1 } }), frame({ id: 1, result: { is: 'first' } })]),
      );
      socket.write(frame({ id: 2, error: { message: 'not so' } }));
    });
  });
  const connection = await dialCdp({ host: '127.0.0.1', port, path: '/x' }, waits);
  const heard: unknown[] = [];
  connection.on('Some.event', params => heard.push(params));
  const second = rejects(async () => {
    await connection.ask('First.one').then(answer => deepEqual(answer, { is: 'first' }));
    await connection.ask('Second.one');
  }, /Second\.one: the inspector says: not so\./);
  await second;
  equal((heard[0] as { at: number }).at, 1);
  await connection.close();
  equal(connection.isOver, true);
  await rejects(connection.ask('After.end'), /After\.end: the inspector’s connection is over/);
});

test('silence has an end, and one that goes is told of', async t => {
  let other: Socket | undefined;
  const port = await inspector(t, socket => {
    other = socket;
    socket.write(greets);
  });
  const connection = await dialCdp({ host: '127.0.0.1', port, path: '/x' }, waits);
  await rejects(connection.ask('No.answer', {}, 1), /No\.answer: no answer within 1 ms/);
  const asked = rejects(connection.ask('Some.thing'), /Some\.thing: the inspector’s connection is over/);
  other?.destroy();
  await asked;
  match(await connection.ended, /./);
  await connection.close();
});

test('what is no inspector is told of as such', async t => {
  const port = await inspector(t, socket => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await rejects(
    dialCdp({ host: '127.0.0.1', port, path: '/x' }, waits),
    /no inspector that lets us in: HTTP\/1\.1 400/,
  );
  const silent = await inspector(t, () => {});
  const soon = { ...waits, withinMs: 20 };
  await rejects(dialCdp({ host: '127.0.0.1', port: silent, path: '/x' }, soon), /did not answer within 20 ms/);
});
