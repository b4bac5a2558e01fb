import { deepEqual, equal, match, notEqual, rejects } from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { test } from 'node:test';
import { Listeners } from './listeners.ts';

const host = '127.0.0.1';
const portOf = (address: string) => Number(address.split(':').at(-1));

test('of a range the first port that is free is taken, and none when all are in use', async t => {
  const all = new Listeners();
  t.after(() => all.stopAll());
  const port = portOf(await all.start('first', { host, port: 0 }, () => {}));
  const second = await all.start('second', { host, port, lastPort: port + 20 }, () => {});
  notEqual(portOf(second), port);
  await rejects(
    all.start('third', { host, port, lastPort: port }, () => {}),
    { code: 'cannot-listen' },
  );
  deepEqual(
    all.list.map(({ name, connectionCount }) => [name, connectionCount]),
    [
      ['first', 0],
      ['second', 0],
    ],
  );
});

test('a name is given once; who is stopped frees its port and lets its connections go', async t => {
  const all = new Listeners();
  t.after(() => all.stopAll());
  const starting = all.start('one', { host, port: 0 }, () => {});
  await rejects(
    all.start('one', { host, port: 0 }, () => {}),
    { code: 'refused' },
  );
  const address = await starting;
  match(address, /^tcp:\/\/127\.0\.0\.1:\d+$/);
  const peer = connect({ host, port: portOf(address) });
  peer.on('error', () => {});
  await once(peer, 'connect');
  const gone = once(peer, 'close');
  await all.stop('one');
  await gone;
  await rejects(all.stop('one'), { code: 'unknown-id' });
  const other = createServer().listen(portOf(address), host);
  await once(other, 'listening');
  other.close();
  equal(all.list.length, 0);
});
