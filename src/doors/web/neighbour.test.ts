import { equal } from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { isOurs, tryUserOf, userIn } from './neighbour.ts';

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:12AC 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0000000000000000 100 0 0 10 0
   1: 0100007F:12AC 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 2 1 0000000000000000 20 4 30 10 -1
   2: 0100007F:D431 0100007F:12AC 01 00000000:00000000 00:00000000 00000000  1001        0 3 1 0000000000000000 20 4 30 10 -1
`;

test('the other end of a connection is found by its own line', () => {
  equal(userIn(table, '0100007F:D431', '12AC'), 1001);
  equal(userIn(table, '0100007F:D432', '12AC'), undefined);
  equal(userIn(table, '0100007F:D431', '12AD'), undefined);
  equal(userIn('', '0100007F:D431', '12AC'), undefined);
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
  socket.destroy();
});
