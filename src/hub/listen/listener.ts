import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { fail } from '../../base/index.ts';
import type { PortPlace } from '../../wire/protocol/index.ts';

export type ListenAt =
  | { readonly path: string }
  | (PortPlace & { readonly tls?: { readonly cert: string; readonly key: string } });

/** What a client's part in making TLS may take. */
const handshakeWithinMs = 5000;

export interface ListenerLimits {
  /** More are sent away before a byte of theirs is read. */
  readonly maxConnections?: number;
}

/** One place where others dial in. */
export class Listener {
  readonly #at: ListenAt;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  constructor(at: ListenAt, onSocket: (socket: Socket) => void, { maxConnections }: ListenerLimits = {}) {
    this.#at = at;
    const tls = 'tls' in at ? at.tls : undefined;
    this.#server =
      tls === undefined
        ? createServer({ noDelay: true }, onSocket)
        : // Asked for here, as it takes 8 MB.
          process
            .getBuiltinModule('node:tls')
            .createServer({ ...tls, noDelay: true, handshakeTimeout: handshakeWithinMs }, onSocket);
    if (maxConnections !== undefined) this.#server.maxConnections = maxConnections;
    // Of TLS too these are the bare ones: those that have not shaken hands yet are among them.
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  /** Gives its address, as others dial it. */
  async open(): Promise<string> {
    try {
      this.#server.listen('path' in this.#at ? { path: this.#at.path } : { host: this.#at.host, port: this.#at.port });
      await once(this.#server, 'listening');
      if ('path' in this.#at) chmodSync(this.#at.path, 0o600);
    } catch (cause) {
      throw fail('cannot-listen', `${this.#name} could not be opened: ${(cause as Error).message}.`, {
        hint: 'port' in this.#at ? 'Name another port; 0 takes a free one.' : 'Set TMPDIR to a folder of yours.',
        cause,
      });
    }
    this.#server.on('error', () => {});
    return this.address;
  }

  get address(): string {
    if ('path' in this.#at) return this.#at.path;
    const { port } = (this.#server.address() ?? this.#at) as AddressInfo;
    const host = this.#at.host.includes(':') ? `[${this.#at.host}]` : this.#at.host;
    return `${this.#at.tls === undefined ? 'tcp' : 'tls'}://${host}:${port}`;
  }

  get connectionCount(): number {
    return this.#sockets.size;
  }

  /** The port is free again when it settles. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }

  get #name(): string {
    return 'path' in this.#at ? `Our socket ${this.#at.path}` : `Port ${this.#at.port} of ${this.#at.host}`;
  }
}
