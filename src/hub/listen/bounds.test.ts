/** What one connection may cost the hub. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.ts';
import { ControlSocket } from './control-socket.ts';
import { Listener } from './listener.ts';
import { openPrivateFolder } from './private-folder.ts';
import { TargetSocket } from './target-socket.ts';

const controllersHello = '{"id":1,"do":"hello","ask":{"version":1,"token":"right","pid":7,"as":"test"}}\n';
const targetsHello = '{"say":"hello","version":1,"token":"right","pid":7}\n';

async function openControl(t: TestContext, onCall: () => Promise<unknown> = async () => ({})) {
  const folder = openPrivateFolder();
  const clock = new FakeClock();
  const path = join(folder.path, 'control');
  const socket = new ControlSocket({ path, token: 'right', clock, cursor: () => 0, onCall });
  await socket.open();
  t.after(async () => {
    await socket.close();
    folder.remove();
  });
  return { clock, path, socket };
}

async function dial(t: TestContext, path: string) {
  const peer = connect(path);
  peer.on('error', () => {});
  t.after(() => peer.destroy());
  await once(peer, 'connect');
  let text = '';
  peer.on('data', chunk => {
    text += chunk;
  });
  // Being cut off while it speaks is an error to it.
  const closed = new Promise(resolve => peer.once('close', resolve));
  return { peer, closed, text: () => text };
}

test('a controller that said something wrong is not heard again, however long it stays', async t => {
  let calls = 0;
  const { clock, path, socket } = await openControl(t, async () => calls++);
  const peer = connect({ path, allowHalfOpen: true });
  peer.on('error', () => {});
  t.after(() => peer.destroy());
  peer.write('nonsense\n');
  const [told] = await once(peer, 'data');
  match(String(told), /bad-message/);
  peer.write(`${controllersHello}{"id":2,"do":"off","ask":{}}\n`);
  for (let turn = 0; turn < 20; turn++) await new Promise(resolve => setImmediate(resolve));
  equal(calls, 0);
  equal(socket.connectionCount, 1);
  clock.advance(5000);
  while (socket.connectionCount > 0) await new Promise(resolve => setImmediate(resolve));
});

test('a controller that asks and never reads is let go', async t => {
  const { path } = await openControl(t, async () => 'x'.repeat(8 * 1024 * 1024));
  const { peer, closed } = await dial(t, path);
  peer.pause();
  peer.write(controllersHello);
  for (let id = 2; id < 16; id++) peer.write(`{"id":${id},"do":"off","ask":{}}\n`);
  await new Promise(resolve => setImmediate(resolve));
  peer.on('error', () => {});
  peer.resume();
  await closed;
});

test('a first line that does not end is not waited for, of controllers and targets', async t => {
  const control = await openControl(t);
  const one = await dial(t, control.path);
  one.peer.write(`{"id":1,"do":"${'x'.repeat(100_000)}`);
  await one.closed;
  match(one.text(), /A first line is longer than 16384 bytes/);
  const folder = openPrivateFolder();
  const why: (string | undefined)[] = [];
  const targets = new TargetSocket({
    path: join(folder.path, 'hub'),
    clock: new FakeClock(),
    admit: token => (token === 'right' ? 'run' : undefined),
    onLine: () => {},
    onGone: (_, given) => void why.push(given?.message),
  });
  await targets.open();
  t.after(async () => {
    await targets.close();
    folder.remove();
  });
  const two = await dial(t, join(folder.path, 'hub'));
  two.peer.write(`{"say":"hello","token":"${'x'.repeat(100_000)}`);
  await two.closed;
  deepEqual(why, ['A first line is longer than 16384 bytes.']);
});

test('a target that reads no orders is let go', async t => {
  const folder = openPrivateFolder();
  const path = join(folder.path, 'hub');
  const { promise: gone, resolve } = Promise.withResolvers<string | undefined>();
  const { promise: there, resolve: isThere } = Promise.withResolvers<void>();
  const targets = new TargetSocket({
    path,
    clock: new FakeClock(),
    admit: () => 'run',
    onLine: () => isThere(),
    onGone: (_, why) => resolve(why?.count),
  });
  await targets.open();
  t.after(async () => {
    await targets.close();
    folder.remove();
  });
  const { peer } = await dial(t, path);
  peer.pause();
  peer.write(`${targetsHello}{"say":"target","target":{"id":"a","pid":7,"started":1,"notes":[]}}\n`);
  await there;
  const expression = 'x'.repeat(8 * 1024 * 1024);
  const orders = Array.from({ length: 8 }, () => targets.order('a', 'evaluate', { hold: 'h', expression }));
  for (const one of await Promise.allSettled(orders)) equal(one.status, 'rejected');
  equal(await gone, 'connections that did not read');
});

test('more than so many are sent away, those that say nothing among them; who goes makes room', async t => {
  const heard: string[] = [];
  const listener = new Listener(
    { host: '127.0.0.1', port: 0 },
    socket => {
      socket.on('error', () => {});
      socket.on('data', chunk => heard.push(String(chunk)));
    },
    { maxConnections: 2 },
  );
  const port = Number(/:(\d+)$/.exec(await listener.open())?.[1]);
  t.after(() => listener.close());
  const dialPort = async () => {
    const peer = connect(port, '127.0.0.1');
    peer.on('error', () => {});
    t.after(() => peer.destroy());
    await once(peer, 'connect');
    return peer;
  };
  const [first] = [await dialPort(), await dialPort()];
  await once(await dialPort(), 'close');
  first.destroy();
  while (listener.connectionCount > 1) await new Promise(resolve => setImmediate(resolve));
  const later = await dialPort();
  later.write('here');
  while (heard.length === 0) await new Promise(resolve => setImmediate(resolve));
  deepEqual(heard, ['here']);
});
