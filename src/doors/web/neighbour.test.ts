import { equal } from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { endianness } from 'node:os';
import { test } from 'node:test';
import { isOurs, tryUserOf, userIn } from './neighbour.ts';

const heads = '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const table = `${heads}   0: 0100007F:12AC 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0000000000000000 100 0 0 10 0
   1: 0100007F:12AC 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 2 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:D431 0100007F:12AC 01 00000000:00000000 00:00000000 00000000  1001        0 3 1 0000000000000000 20 4 30 10 -1
   3: 0100007F:D433 0100007F:12AC 05 00000000:00000000 00:00000000 00000000     0        0 0 1 0000000000000000 20 4 30 10 -1
`;
const mapped = `${'0'.repeat(16)}${endianness() === 'LE' ? 'FFFF0000' : '0000FFFF'}0100007F`;
const ofSix = `${heads}   0: ${mapped}:D434 ${mapped}:12AC 01 00000000:00000000 00:00000000 00000000  1001        0 4 1 0000000000000000 20 4 30 10 -1
`;

test('the other end of a connection is found by its own line', () => {
  equal(userIn(table, '0100007F:D431', '12AC'), 1001);
  equal(userIn(table, '0100007F:D431', '12AD'), undefined);
  equal(userIn('', '0100007F:D431', '12AC'), undefined);
});

test('a socket of IPv6 that has dialled an address of IPv4 is found too', () => {
  equal(userIn(`${table}\n${ofSix}`, '0100007F:D434', '12AC'), 1001);
});

test('who has let go of its end is not taken for root, nor for nobody in particular', () => {
  equal(userIn(table, '0100007F:D433', '12AC'), 'gone');
  equal(userIn(table, '0100007F:D432', '12AC'), 'gone');
});

test('who may be there', () => {
  equal(isOurs(1000, 1000, undefined), true);
  equal(isOurs(0, 1000, undefined), true);
  equal(isOurs(1001, 1000, '1001'), false);
  equal(isOurs(1000, 0, '1000'), true);
  equal(isOurs(1000, 0, undefined), false);
});

test('our own connections are ours', { skip: process.platform !== 'linux' && 'Linux alone can say' }, async t => {
  const server = createServer().listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = connect(port, '127.0.0.1');
  t.after(() => client.destroy());
  const [[socket]] = (await Promise.all([once(server, 'connection'), once(client, 'connect')])) as [[Socket], unknown];
  equal(await tryUserOf(socket), process.getuid?.());
  const closed = new Promise<void>(resolve => socket.on('close', () => resolve()));
  socket.resume().on('error', () => {});
  client.resetAndDestroy();
  await closed;
  equal(await tryUserOf(socket), 'gone');
});
