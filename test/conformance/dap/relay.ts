import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

export interface Relay {
  readonly port: number;
  /** Every connection that stands ends without a word; new ones are taken. */
  cut(): void;
}

/** A network between a client and an adapter, which can fail. */
export async function openRelay(t: TestContext, to: { readonly host: string; readonly port: number }): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = createServer(here => {
    const there = connect(to);
    for (const [socket, other] of [
      [here, there],
      [there, here],
    ] as const) {
      sockets.add(socket);
      socket.pipe(other);
      socket
        .on('error', () => {})
        .on('close', () => {
          sockets.delete(socket);
          other.destroy();
        });
    }
  });
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  t.after(async () => {
    cut();
    await new Promise(resolve => server.close(resolve));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as { port: number }).port, cut };
}
