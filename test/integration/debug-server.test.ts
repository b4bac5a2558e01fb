// Ports where clients of the debug adapter protocol call in, with real adapters behind them.
import { deepEqual, equal, match, ok, rejects, throws } from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { DebugServer, DebugServerManager, type ServedClient } from '../../src/hub/debug-server/index.ts';
import { DapConnection, dialDap } from '../../src/wire/dap/index.ts';
import { debianPython as python, root, withoutDebugpy } from '../launch/index.ts';

const initialize = { adapterID: 'eddy', linesStartAt1: true, columnsStartAt1: true, pathFormat: 'path' } as const;

async function open(t: TestContext, options: ConstructorParameters<typeof DebugServer>[0] = {}) {
  const server = new DebugServer({ port: 0, adapter: 'debugpy', python, ...options });
  t.after(() => server.stop());
  return { server, info: await server.start() };
}

async function dial(t: TestContext, { host, port }: { host: string; port: number }) {
  const client = new DapConnection(await dialDap({ host, port }));
  t.after(() => client.close());
  return client;
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(false);
    }).on('error', () => resolve(true));
  });
}

test('a client that shows the token gets an adapter of its own; stop() frees the port', {
  skip: withoutDebugpy(),
}, async t => {
  const { server, info } = await open(t);
  deepEqual([server.isActive(), info.host, info.clients], [true, '127.0.0.1', 0]);
  const client = await dial(t, info);
  const waiting = server.waitForClient(20_000);
  const { supportsConfigurationDoneRequest } = await client.request('initialize', initialize);
  equal(supportsConfigurationDoneRequest, true);
  await rejects(client.request('threads', undefined), /token/);
  await rejects(client.request('attach', { token: 'wrong' } as never), /token/);
  equal(server.getServerInfo().clients, 0);
  const nobody = { listen: { host: '127.0.0.1', port: 0 } };
  const attached = client.request('attach', { token: info.token, ...nobody } as never).catch(() => {});
  await waiting;
  deepEqual([server.getServerInfo().clients, server.getServerInfo().clientsEver], [1, 1]);
  await server.stop();
  await client.ended;
  await attached;
  deepEqual([server.isActive(), await isFree(info.port)], [false, true]);
  ok(server.getServerInfo().runMs! > 0);
  equal((await server.start()).clientsEver, 0);
});

test('nobody comes; a port that is taken; a range; off loopback; an option that is none', async t => {
  const { server, info } = await open(t);
  await rejects(server.waitForClient(20), { code: 'deadline-passed' });
  equal((await server.start()).port, info.port);
  const second = new DebugServer({ port: info.port, python });
  await rejects(second.start(), {
    code: 'cannot-listen',
    message: /EADDRINUSE.*Name another port; 0 takes a free one/,
  });
  await rejects(second.waitForClient(10), { code: 'closed' });
  const third = await open(t, { port: info.port, lastPort: Math.min(info.port + 20, 65_535) });
  ok(third.info.port > info.port);
  throws(() => new DebugServer({ host: '0.0.0.0' }), /can be reached from other machines/);
  throws(() => new DebugServer({ prot: 1 } as never), /has no option "prot"/);
});

test('an adapter that cannot be started, and one that dies: the client is told', async t => {
  const none = await open(t, { token: false, adapter: { command: '/no/such/adapter' } });
  const first = await dial(t, none.info);
  await rejects(first.request('initialize', initialize), /no\/such\/adapter/);
  const dying = await open(t, {
    token: false,
    adapter: { command: process.execPath, args: ['-e', 'process.stdin.once("data", () => process.exit(3))'] },
  });
  const second = await dial(t, dying.info);
  const said: string[] = [];
  second.onEvent(({ event, body }) => void said.push(`${event} ${(body as { output?: string }).output ?? ''}`));
  await rejects(second.request('initialize', initialize), { code: 'closed' });
  match(said.join(), /^output The debug adapter .* it ended with status 3\.\n,terminated $/);
});

test('a managed one is closed however its block ends, and leaves no adapter', { skip: withoutDebugpy() }, async t => {
  let port = 0;
  const before = children();
  await rejects(
    DebugServer.managedServer({ port: 0, adapter: 'debugpy', python, token: false }, async server => {
      port = server.getServerInfo().port;
      const client = await dial(t, server.getServerInfo());
      await client.request('initialize', initialize);
      await server.waitForClient(20_000);
      throw new Error('broken');
    }),
    /broken/,
  );
  equal(await isFree(port), true);
  deepEqual(children(), before);
});

test('several at once: no two on a port, clients spread over them, and all ports free after', {
  skip: withoutDebugpy(),
}, async t => {
  const base = (await open(t)).info.port + 1;
  const range = { firstPort: base, lastPort: Math.min(base + 20, 65_535) };
  const manager = new DebugServerManager({ ...range, clientsPerServer: 2, adapter: 'debugpy', python });
  t.after(() => manager.stopAll());
  const both = await Promise.all([manager.startServer(), manager.startServer()]);
  const ports = [...manager.listServers().keys()];
  deepEqual([ports.length, new Set(ports).size], [2, 2]);
  equal(await manager.startServer(ports[0]), manager.getServer(ports[0]!));
  const served: ServedClient[] = [];
  for (let at = 0; at < 5; at++) served.push(await manager.connectClient());
  t.after(() => Promise.all(served.map(({ client }) => client.disconnect())));
  // Two each, and one more server for the fifth.
  deepEqual(
    [...both, manager.getServer([...manager.listServers().keys()][2]!)!].map(one => one.connectionCount),
    [2, 2, 1],
  );
  await manager.stopServer(ports[0]!);
  equal(await isFree(ports[0]!), true);
  await rejects(manager.stopServer(ports[0]!), { code: 'unknown-id' });
  const open3 = [...manager.listServers().keys()];
  await manager.stopAll();
  deepEqual(await Promise.all(open3.map(isFree)), [true, true]);
  const full = new DebugServerManager({
    firstPort: open3[0]!,
    lastPort: open3[0]!,
    clientsPerServer: 0,
    adapter: 'debugpy',
    python,
  });
  t.after(() => full.stopAll());
  await full.startServer();
  await rejects(full.connectClient(), { code: 'refused' });
});

test('with a certificate clients speak TLS, and nothing else is heard', { skip: withoutDebugpy() }, async t => {
  const [cert, key] = ['cert', 'key'].map(part =>
    readFileSync(join(root, `test/targets/flows/loopback.${part}.pem`), 'utf8'),
  );
  const { info } = await open(t, { tls: { cert: cert!, key: key! } });
  const socket = connectTls({ port: info.port, host: info.host, ca: cert!, servername: 'localhost' });
  await once(socket, 'secureConnect');
  const client = new DapConnection({ input: socket, output: socket, peer: 'the server' });
  t.after(() => client.close());
  ok('supportsConfigurationDoneRequest' in (await client.request('initialize', initialize)));
  const clear = await dial(t, info);
  await rejects(clear.request('initialize', initialize), { code: 'closed' });
});

/** Pids of processes that this one started and that are there. */
function children(): string[] {
  const path = `/proc/self/task/${process.pid}/children`;
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split(' ') : [];
}
