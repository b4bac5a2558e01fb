import type { Socket } from 'node:net';
import { fail, isEddyError } from '../../base/index.ts';
import { type ListenAt, Listener, type ListenerLimits } from './listener.ts';

export interface OpenListener {
  readonly name: string;
  readonly address: string;
  readonly connectionCount: number;
}

/** Listeners by name. A port may be one of a range: the first that is free is taken, so that none collide. */
export class Listeners {
  readonly #open = new Map<string, Listener>();
  /** Names that are being opened. */
  readonly #opening = new Set<string>();

  /** Gives the address. A name is given once until it is stopped. */
  async start(
    name: string,
    at: ListenAt,
    onSocket: (socket: Socket) => void,
    limits: ListenerLimits = {},
  ): Promise<string> {
    if (this.#open.has(name) || this.#opening.has(name)) {
      throw fail('refused', `Something listens as "${name}" already.`, {
        hint: 'Stop it first, or choose another name.',
      });
    }
    this.#opening.add(name);
    try {
      const listener = await firstFree(at, one => new Listener(one, onSocket, limits));
      this.#open.set(name, listener);
      return listener.address;
    } finally {
      this.#opening.delete(name);
    }
  }

  get list(): readonly OpenListener[] {
    return [...this.#open].map(([name, { address, connectionCount }]) => ({ name, address, connectionCount }));
  }

  /** Its port is free when it settles. */
  async stop(name: string): Promise<void> {
    const listener = this.#open.get(name);
    if (listener === undefined) throw fail('unknown-id', `Nothing listens as "${name}".`);
    this.#open.delete(name);
    await listener.close();
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map(name => this.stop(name)));
  }
}

async function firstFree(at: ListenAt, make: (at: ListenAt) => Listener): Promise<Listener> {
  const last = 'port' in at ? (at.lastPort ?? at.port) : 0;
  for (let one = at; ; ) {
    const listener = make(one);
    try {
      await listener.open();
      return listener;
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
      if (!isEddyError(error) || code !== 'EADDRINUSE' || !('port' in one) || one.port >= last) throw error;
      one = { ...one, port: one.port + 1 };
    }
  }
}
