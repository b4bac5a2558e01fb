import { deepEqual, equal } from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { test } from 'node:test';
import { hostOf, isConnectedTo, listenerOf, portsOf } from './listening.ts';

test('addresses as the kernel writes them', () => {
  const seen = [
    '0100007F',
    '00000000',
    '0A0B0C0D',
    `${'0'.repeat(24)}01000000`,
    '0'.repeat(32),
    '0000000000000000FFFF00000100007F',
  ];
  deepEqual(seen.map(hostOf), ['127.0.0.1', '127.0.0.1', '13.12.11.10', '::1', '::1', '127.0.0.1']);
});

test('ports of a process are its own alone', {
  skip: process.platform !== 'linux' && 'there is no /proc',
}, async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const found = portsOf(process.pid)?.filter(one => one.port === port);
  deepEqual(
    found?.map(({ host }) => host),
    ['127.0.0.1'],
  );
  equal(listenerOf('127.0.0.1', port), process.pid);
  equal(portsOf(process.ppid)?.some(one => one.inode === found?.[0]?.inode) ?? false, false);
  server.close();
  await once(server, 'close');
  equal(
    portsOf(process.pid)?.some(one => one.port === port),
    false,
  );
});

test('whose the other end of a connection is', {
  skip: process.platform !== 'linux' && 'there is no /proc',
}, async t => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const [[theirs], ours] = await Promise.all([once(server, 'connection'), connect(port, '127.0.0.1')]);
  t.after(() => {
    ours.destroy();
    theirs.destroy();
    server.close();
  });
  const from = theirs.remotePort as number;
  equal(isConnectedTo(process.pid, port, from), true);
  // Another process, another connection, and the end that is ours.
  equal(isConnectedTo(process.ppid, port, from), false);
  equal(isConnectedTo(process.pid, port, port), false);
  theirs.destroy();
  await once(theirs, 'close');
  equal(isConnectedTo(process.pid, port, from), false);
});
