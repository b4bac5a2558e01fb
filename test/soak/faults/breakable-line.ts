import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';

/** Between a keeper and its hub: passes on what both say, until it is broken. */
export class BreakableLine {
  readonly #base: string;
  readonly #server: Server;
  readonly #pairs = new Set<{ readonly keeper: Socket; readonly hub: Socket }>();

  /** `base`: where the hub makes its folder. Listens at once. */
  constructor(base: string, path: string) {
    this.#base = base;
    this.#server = createServer(keeper => this.#serve(keeper)).listen(path);
  }

  break(way: string): void {
    for (const { keeper, hub } of this.#pairs) {
      if (way === 'closed') keeper.destroy();
      else if (way === 'half closed') keeper.end();
      else if (way === 'cut in a line') cut(keeper, hub);
      else mute(keeper, hub);
    }
  }

  async close(): Promise<void> {
    for (const { keeper } of this.#pairs) keeper.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #serve(keeper: Socket): void {
    const folder = readdirSync(this.#base).find(name => name.startsWith('eddy-'))!;
    const hub = connect(join(this.#base, folder, 'hub'));
    const pair = { keeper, hub };
    this.#pairs.add(pair);
    for (const [one, other] of [
      [keeper, hub],
      [hub, keeper],
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

/** The hub gets a half of the next piece. */
function cut(keeper: Socket, hub: Socket): void {
  keeper.removeAllListeners('data');
  keeper.once('data', (chunk: Buffer) => {
    hub.write(chunk.subarray(0, chunk.length >> 1));
    keeper.destroy();
  });
}

/** Both are there, and hear nothing of each other any more. */
function mute(keeper: Socket, hub: Socket): void {
  for (const one of [keeper, hub]) one.removeAllListeners('data').resume();
}
