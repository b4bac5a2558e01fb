import { equal } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readToEnd } from './read-to-end.ts';

/** More than is read at once. */
const saidBytes = 150_000;
const says = `const socket = require('node:net').connect(process.argv[1]);
socket.end(Buffer.alloc(${saidBytes}), () => process.exit());`;

test('what was said is heard, although its speaker has gone before it could be answered', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'eddy-read-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 's');
  const server = createServer({ pauseOnConnect: true });
  t.after(() => void server.close());
  await once(server.listen(path), 'listening');
  const speaker = spawn(process.execPath, ['-e', says, path]);
  const [socket] = (await once(server, 'connection')) as [Socket];
  readToEnd(socket);
  await once(speaker, 'exit');
  let heard = 0;
  socket.on('data', chunk => {
    heard += chunk.length;
    // Alone, and several at once.
    socket.write('answer\n');
    socket.cork();
    for (let time = 0; time < 2; time++) socket.write('answer\n');
    socket.uncork();
  });
  socket.resume();
  await once(socket, 'close');
  equal(heard, saidBytes);
});
