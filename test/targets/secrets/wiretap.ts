import { once } from 'node:events';
import { renameSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands in the place of a hub's socket, and hands on every byte that it hears, both ways. */
export class Wiretap {
  /** From who dials in. */
  readonly said: Buffer[] = [];
  /** From the hub. */
  readonly answered: Buffer[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(real: string) {
    this.#server = createServer({ allowHalfOpen: true }, peer => {
      const hub = connect({ path: real, allowHalfOpen: true });
      this.#pass(peer, hub, this.said);
      this.#pass(hub, peer, this.answered);
    });
  }

  /** `realPath`: where the hub is reached without being heard. */
  static async open(path: string, realPath: string): Promise<Wiretap> {
    renameSync(path, realPath);
    const tap = new Wiretap(realPath);
    tap.#server.listen(path);
    await once(tap.#server, 'listening');
    return tap;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #pass(from: Socket, to: Socket, heard: Buffer[]): void {
    this.#sockets.add(from);
    from.on('data', (chunk: Buffer) => {
      heard.push(chunk);
      to.write(chunk);
    });
    from.on('end', () => to.end());
    from.on('error', () => {});
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }
}
