import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

// Enough to keep this side busy: a driver that sleeps between answers would put the price of waking it on the server.
const connections = 64;
const request = Buffer.from('GET /orders HTTP/1.1\r\nHost: localhost\r\n\r\n');
const mark = 'HTTP/1.1 200';

/** Connections to a server that are kept alive, so that no block of requests pays for them. */
export class Driver {
  readonly #sockets: readonly Socket[];

  private constructor(sockets: readonly Socket[]) {
    this.#sockets = sockets;
  }

  static async open(port: number): Promise<Driver> {
    const sockets = Array.from({ length: connections }, () => connect(port, 'localhost'));
    await Promise.all(sockets.map(socket => once(socket, 'connect')));
    // What becomes of an error is told by the close that follows it.
    for (const socket of sockets) socket.on('error', () => {});
    return new Driver(sockets);
  }

  /** So many requests, each sent when the one before it on its connection was answered. */
  async drive(requests: number): Promise<void> {
    let left = requests;
    const one = (socket: Socket) =>
      new Promise<void>((resolve, reject) => {
        const next = () => {
          if (left-- > 0) {
            socket.write(request);
            return;
          }
          socket.off('data', onData).off('close', onClose);
          resolve();
        };
        const onData = (data: Buffer) => {
          if (data.includes(mark)) next();
        };
        const onClose = () => reject(new Error('The server closed a connection.'));
        socket.on('data', onData).on('close', onClose);
        next();
      });
    await Promise.all(this.#sockets.map(one));
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
  }
}
