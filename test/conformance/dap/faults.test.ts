// What a client says when there is no adapter to speak of.
import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type ErrorCode, isEddyError } from '../../../src/base/index.ts';
import { AsyncDebugClient } from '../../../src/wire/dap/client/index.ts';
import { DapConnection, listenDap } from '../../../src/wire/dap/index.ts';
import { allOver } from '../../launch/processes.ts';

const host = '127.0.0.1';

const failsWith = (code: ErrorCode, words: RegExp) => (error: unknown) => {
  ok(isEddyError(error), String(error));
  deepEqual([error.code, words.test(error.message)], [code, true], error.message);
  return true;
};

/** Takes connections and does with them as it is told. */
async function listening(t: TestContext, onSocket: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    socket.on('error', () => {});
    onSocket(socket);
  });
  t.after(async () => {
    for (const socket of sockets) socket.destroy();
    await closed(server);
  });
  return portOf(server);
}

async function portOf(server: Server): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  return (server.address() as { port: number }).port;
}

function closed(server: Server): Promise<void> {
  return new Promise(resolve => server.close(() => resolve()));
}

async function portThatIsFree(): Promise<number> {
  const server = createServer();
  const port = await portOf(server);
  await closed(server);
  return port;
}

test('nothing listens there: it fails at once, and says what to do', async () => {
  const port = await portThatIsFree();
  const client = new AsyncDebugClient({ host, port });
  const words = new RegExp(`No debug adapter answers at ${host}:${port}.*nothing listens there.*Start one`);
  await rejects(client.connect(), failsWith('no-adapter', words));
  equal(client.isConnected(), false);
  await rejects(client.launch({}), failsWith('closed', /not connected .* connect\(\)/));
  await rejects(client.waitFor('stopped'), failsWith('closed', /connect\(\)/));
  await rejects(new AsyncDebugClient({ path: '/nowhere/at/all.sock' }).connect(), failsWith('no-adapter', /ENOENT/));
  await rejects(new AsyncDebugClient({ host, port: 70_000 }).connect(), failsWith('bad-usage', /70000 is no port/));
  await client.disconnect();
});

test('one that starts slowly is waited for, when that is asked for', async t => {
  const port = await portThatIsFree();
  const client = new AsyncDebugClient({ host, port });
  const connected = client.connect({ untilUp: true, timeoutMs: 10_000 });
  const connections: DapConnection[] = [];
  const listener = await listenDap({ host, port }, streams => {
    const connection = new DapConnection(streams);
    connections.push(connection);
    connection.handle({
      initialize: () => ({}),
      disconnect: (_, { afterAnswer }) => afterAnswer(() => void connection.close()),
    });
  });
  t.after(async () => {
    await Promise.all(connections.map(one => one.close()));
    await listener.close();
  });
  await connected;
  ok(client.isConnected());
  await client.disconnect();
});

test('one that takes the connection and says nothing', async t => {
  const port = await listening(t, () => {});
  const client = new AsyncDebugClient({ host, port }, { timeoutMs: 50 });
  await rejects(
    client.connect(),
    failsWith('no-answer', /did not answer "initialize" within 50 ms.*Is it a debug adapter/),
  );
  equal(client.isConnected(), false);
});

test('something that speaks another protocol', async t => {
  const port = await listening(t, socket => socket.write(`HTTP/1.1 400 Bad Request\r\n\r\n${'no '.repeat(500_000)}`));
  const client = new AsyncDebugClient({ host, port });
  await rejects(client.connect(), failsWith('bad-message', /that are no message.*HTTP\/1\.1 400/));
});

test('one that closes in the middle of a message', async t => {
  const port = await listening(t, socket => socket.end('Content-Length: 100\r\n\r\n{"seq":1,'));
  const client = new AsyncDebugClient({ host, port });
  await rejects(client.connect(), failsWith('closed', /cannot answer "initialize": the connection was closed/));
});

test('a command that is not there, one that ends at once, one that prints something else', async () => {
  const missing = new AsyncDebugClient({ command: '/nowhere/adapter' });
  await rejects(missing.connect(), failsWith('no-adapter', /"\/nowhere\/adapter" cannot be started: .*ENOENT/));
  const words = 'console.error("No module named debugpy"); process.exitCode = 3';
  const ends = new AsyncDebugClient({ command: process.execPath, args: ['-e', words], name: 'debugpy' });
  await rejects(
    ends.connect(),
    failsWith('closed', /debugpy \(pid \d+\) .*ended with status 3.*No module named debugpy/),
  );
  const prints = 'process.stdout.write("hello\\n".repeat(400000)); setInterval(() => {}, 1000)';
  const other = new AsyncDebugClient({ command: process.execPath, args: ['-e', prints] });
  const pid = other.connect().catch(error => {
    failsWith('bad-message', /that are no message.*hello/)(error);
    return Number(/pid (\d+)/.exec(error.message)?.[1]);
  });
  await allOver([(await pid) as number]);
});

test('a port that is taken says so, and what to do', async t => {
  const port = await listening(t, () => {});
  await rejects(
    listenDap({ host, port }, () => {}),
    failsWith('cannot-listen', /is taken.*0 takes a free one/),
  );
});

test('a second program over one connection is refused', async t => {
  const port = await listening(t, socket => {
    const connection = new DapConnection({ input: socket, output: socket, peer: 'client' });
    connection.handle({
      initialize: (_, { afterAnswer }) => {
        afterAnswer(() => connection.sendEvent('initialized', undefined));
        return {};
      },
      launch: () => {},
      disconnect: (_, { afterAnswer }) => afterAnswer(() => void connection.close()),
    });
  });
  await using client = new AsyncDebugClient({ host, port });
  await client.connect();
  await client.launch({});
  await rejects(client.launch({}), failsWith('bad-usage', /already.*a client for each program/));
});
