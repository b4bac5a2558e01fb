import { once } from 'node:events';
import { statSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type ListenOptions, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPrivateFolder } from '../listen/index.ts';
import { unlessAborted } from './deadline.ts';
import { type Check, failed, ok, warn } from './row.ts';

const longestName = 'control';

/** Whether processes of this machine can speak to each other, and nobody else. */
export const listeningChecks: readonly Check[] = [
  {
    id: 'loopback',
    what: 'loopback',
    toDo: 'Something keeps programs from listening on 127.0.0.1: a sandbox, a container without loopback, a firewall.',
    async run(signal) {
      const where = (await speak({ host: '127.0.0.1', port: 0 }, signal)) as AddressInfo;
      return ok(`listened and spoke on 127.0.0.1:${where.port}`);
    },
  },
  {
    id: 'socket-folder',
    what: 'private sockets',
    toDo: 'Set TMPDIR to a folder of a local disk that you can write.',
    async run(signal) {
      const folder = openPrivateFolder();
      try {
        const { mode, uid } = statSync(folder.path);
        const path = join(folder.path, longestName);
        await speak({ path }, signal);
        const isPrivate = (mode & 0o777) === 0o700 && uid === process.getuid?.();
        if (!isPrivate) {
          return failed(
            `${folder.path} has mode ${(mode & 0o777).toString(8)}`,
            'The disk of TMPDIR keeps no permissions: use another.',
          );
        }
        const saw = `mode 700, ${Buffer.byteLength(path)} bytes: ${folder.path}`;
        if (folder.path.startsWith(`${tmpdir()}/`)) return ok(saw);
        return warn(saw, `TMPDIR (${tmpdir()}) is too long for a socket, or cannot be written: sockets go to /tmp.`);
      } finally {
        folder.remove();
      }
    },
  },
];

/** Listens, dials itself, sends a word and gets it back. */
async function speak(where: ListenOptions, signal: AbortSignal): Promise<unknown> {
  const sockets: Socket[] = [];
  const server = createServer(socket => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.pipe(socket);
  });
  try {
    server.listen({ ...where, signal });
    await once(server, 'listening', { signal });
    const address = server.address();
    const socket = typeof address === 'string' ? connect(address) : connect(address!.port, where.host!);
    sockets.push(socket);
    await once(socket, 'connect', { signal });
    socket.write('eddy');
    const [answer] = (await once(socket, 'data', { signal })) as [Buffer];
    if (answer.toString() !== 'eddy') throw new Error('It answered something else.');
    return address;
  } finally {
    for (const socket of sockets) socket.destroy();
    if (server.listening) {
      const closed = once(server, 'close');
      server.close();
      await unlessAborted(closed, signal);
    }
  }
}
