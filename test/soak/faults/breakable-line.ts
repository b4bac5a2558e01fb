import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Between who calls and a socket that listens: passes on what both say, until it is broken. Who dials again gets through. */
export class BreakableLine {
  readonly #behind: () => string;
  readonly #server: Server;
  readonly #pairs = new Set<{ readonly caller: Socket; readonly listener: Socket }>();

  /** `behind`: where the socket is, asked at each call. Listens at once. */
  constructor(path: string, behind: () => string) {
    this.#behind = behind;
    this.#server = createServer(caller => this.#serve(caller)).listen(path);
  }

  async open(): Promise<void> {
    if (!this.#server.listening) await once(this.#server, 'listening');
  }

  break(way: string): void {
    for (const { caller, listener } of this.#pairs) {
      if (way === 'closed') caller.destroy();
      else if (way === 'half closed') caller.end();
      else if (way === 'cut in a line') cut(caller, listener);
      else mute(caller, listener);
    }
  }

  async close(): Promise<void> {
    for (const { caller } of this.#pairs) caller.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(caller: Socket): void {
    const listener = connect(this.#behind());
    const pair = { caller, listener };
    this.#pairs.add(pair);
    for (const [one, other] of [
      [caller, listener],
      [listener, caller],
    ] as const) {
      one.on('data', (chunk: Buffer) => void other.write(chunk));
      one.on('error', () => {});
      one.on('close', () => {
        other.destroySoon();
        this.#pairs.delete(pair);
      });
    }
  }
}

/** Who listens gets a half of the next piece. */
function cut(caller: Socket, listener: Socket): void {
  caller.removeAllListeners('data');
  caller.once('data', (chunk: Buffer) => {
    listener.write(chunk.subarray(0, chunk.length >> 1));
    caller.destroy();
  });
}

/** Both are there, and hear nothing of each other any more. */
function mute(caller: Socket, listener: Socket): void {
  for (const one of [caller, listener]) one.removeAllListeners('data').resume();
}
