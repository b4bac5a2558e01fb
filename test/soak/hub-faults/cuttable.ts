import { once } from 'node:events';
import { renameSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** In the place of a socket that listens: passes on what both sides say, and cuts what it is told to. Who dials again gets through. */
export class Cuttable {
  readonly #server: Server;
  readonly #pairs = new Set<{ readonly caller: Socket; readonly listener: Socket }>();

  private constructor(path: string, behind: string) {
    this.#server = createServer(caller => this.#serve(caller, behind)).listen(path);
  }

  static async before(path: string): Promise<Cuttable> {
    const behind = `${path}-behind`;
    renameSync(path, behind);
    const cuttable = new Cuttable(path, behind);
    await once(cuttable.#server, 'listening');
    return cuttable;
  }

  cut(way: 'closed' | 'half closed' | 'cut in a line'): void {
    for (const { caller, listener } of this.#pairs) {
      if (way === 'closed') caller.destroy();
      else if (way === 'half closed') caller.end();
      else cutInLine(caller, listener);
    }
  }

  async close(): Promise<void> {
    for (const { caller } of this.#pairs) caller.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(caller: Socket, behind: string): void {
    const listener = connect(behind);
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

/** The listener gets a half of the next piece. */
function cutInLine(caller: Socket, listener: Socket): void {
  caller.removeAllListeners('data');
  caller.once('data', (chunk: Buffer) => {
    listener.write(chunk.subarray(0, chunk.length >> 1));
    caller.destroy();
  });
}
