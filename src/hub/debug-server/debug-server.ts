import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { type Clock, fail, isLoopback, systemClock } from '../../base/index.ts';
import { Listeners } from '../listen/index.ts';
import { type AdapterChoice, adapterCommand } from './adapter-choice.ts';
import { ClientLine } from './client-line.ts';

export interface DebugServerOptions {
  /** 127.0.0.1 unless told; another than the loopback must be allowed by `offLoopback`. */
  readonly host?: string;
  /** 5678 unless told; 0 takes a free one. */
  readonly port?: number;
  /** The first free port up to this one is taken. */
  readonly lastPort?: number;
  readonly offLoopback?: boolean;
  /** PEM: then clients speak TLS. Few editors can. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** What clients speak to; `eddy` unless told. Each has one of its own. */
  readonly adapter?: AdapterChoice;
  /** An interpreter for debugpy; `python3` unless told. */
  readonly python?: string;
  /** Clients show it as `token` in launch or attach. A new one unless told; false: whoever comes is let in. */
  readonly token?: string | false;
  readonly maxClients?: number;
  readonly clock?: Clock;
}

export interface DebugServerInfo {
  readonly isActive: boolean;
  readonly host: string;
  /** The port that was taken; as asked for before that. */
  readonly port: number;
  /** What clients must show; absent: nothing. */
  readonly token?: string;
  /** Epoch ms; absent: it was never started. */
  readonly startedAt?: number;
  /** How long it has been open, or was. */
  readonly runMs?: number;
  readonly pid: number;
  readonly clients: number;
  /** Let in since it was started. */
  readonly clientsEver: number;
}

const knownOptions: readonly (keyof DebugServerOptions)[] = [
  ...(['host', 'port', 'lastPort', 'offLoopback', 'tls', 'adapter', 'python', 'token', 'maxClients', 'clock'] as const),
];
const defaultPort = 5678;
const defaultMaxClients = 64;

/** A port where clients of the debug adapter protocol call in. Closed with `stop()`, or at the end of an `await using`. */
export class DebugServer {
  readonly #options: DebugServerOptions;
  readonly #clock: Clock;
  readonly #token: string | undefined;
  readonly #lines = new Set<ClientLine>();
  readonly #waiting = new Set<() => void>();
  #listeners: Listeners | undefined;
  #starting: Promise<void> | undefined;
  #place: { readonly host: string; readonly port: number };
  #startedAt: number | undefined;
  #began = 0;
  #runMs: number | undefined;
  #clientsEver = 0;

  constructor(options: DebugServerOptions = {}) {
    const unknown = Object.keys(options).find(key => !knownOptions.includes(key as keyof DebugServerOptions));
    if (unknown !== undefined) {
      throw fail('bad-usage', `A debug server has no option "${unknown}".`, {
        hint: `It has ${knownOptions.join(', ')}.`,
      });
    }
    const { host = '127.0.0.1', port = defaultPort, token, offLoopback = false } = options;
    if (!offLoopback && !isLoopback(host)) {
      throw fail('bad-usage', `${host} can be reached from other machines.`, {
        hint: 'Take 127.0.0.1, or say offLoopback: true and keep the token secret.',
      });
    }
    this.#options = { ...options };
    this.#clock = options.clock ?? systemClock;
    this.#token = token === false ? undefined : (token ?? randomBytes(18).toString('base64url'));
    this.#place = { host, port };
  }

  /** Open while the block runs; its port is free again when this settles. */
  static async managedServer<T>(options: DebugServerOptions, run: (server: DebugServer) => Promise<T>): Promise<T> {
    await using server = new DebugServer(options);
    await server.start();
    return await run(server);
  }

  /** Opens the port, and waits for nobody. One that is open goes on. Fails with `cannot-listen`. */
  async start(): Promise<DebugServerInfo> {
    this.#starting ??= this.#start().catch(error => {
      this.#starting = undefined;
      throw error;
    });
    await this.#starting;
    return this.getServerInfo();
  }

  /** The port is free and no adapter is left when it settles. */
  async stop(): Promise<void> {
    await this.#starting?.catch(() => {});
    const listeners = this.#listeners;
    if (listeners === undefined) return;
    this.#listeners = undefined;
    this.#starting = undefined;
    this.#runMs = this.#clock.monotonic() - this.#began;
    const lines = [...this.#lines];
    await listeners.stopAll();
    await Promise.all(lines.map(line => line.end()));
  }

  /** Settles when a client is let in, at once when one is there. Fails with `deadline-passed`, or `closed` when it is not open. */
  waitForClient(timeoutMs: number): Promise<void> {
    if (this.#listeners === undefined) {
      return Promise.reject(fail('closed', 'The debug server is not started.', { hint: 'Call start() first.' }));
    }
    if (this.#clientCount > 0) return Promise.resolve();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const late = this.#clock.after(
      timeoutMs,
      () => reject(fail('deadline-passed', `No client came to ${this.#where} within ${timeoutMs} ms.`)),
      { holdsProcess: true },
    );
    const came = () => resolve();
    this.#waiting.add(came);
    return promise.finally(() => {
      late.cancel();
      this.#waiting.delete(came);
    });
  }

  /** Clients that are connected, let in or not yet. */
  get connectionCount(): number {
    return this.#lines.size;
  }

  isActive(): boolean {
    return this.#listeners !== undefined;
  }

  getServerInfo(): DebugServerInfo {
    const isActive = this.isActive();
    const runMs = isActive ? this.#clock.monotonic() - this.#began : this.#runMs;
    return {
      isActive,
      ...this.#place,
      ...(this.#token === undefined ? {} : { token: this.#token }),
      ...(this.#startedAt === undefined ? {} : { startedAt: this.#startedAt }),
      ...(runMs === undefined ? {} : { runMs }),
      pid: process.pid,
      clients: this.#clientCount,
      clientsEver: this.#clientsEver,
    };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  get #clientCount(): number {
    return [...this.#lines].filter(line => line.isLetThrough).length;
  }

  get #where(): string {
    return `${this.#place.host}:${this.#place.port}`;
  }

  async #start(): Promise<void> {
    const { port = defaultPort, lastPort, tls, maxClients = defaultMaxClients } = this.#options;
    // Before a port is taken: it may be that there is none.
    this.#adapter();
    const listeners = new Listeners();
    const at = {
      host: this.#place.host,
      port,
      ...(lastPort === undefined ? {} : { lastPort }),
      ...(tls === undefined ? {} : { tls }),
    };
    const address = await listeners.start('dap', at, socket => this.#take(socket), { maxConnections: maxClients });
    this.#listeners = listeners;
    this.#place = { host: this.#place.host, port: Number(new URL(address).port) };
    this.#startedAt = this.#clock.now();
    this.#began = this.#clock.monotonic();
    this.#clientsEver = 0;
  }

  #adapter() {
    const { adapter = 'eddy', python = 'python3' } = this.#options;
    return adapterCommand({ adapter, python });
  }

  #take(socket: Socket): void {
    const line = new ClientLine(socket, {
      adapter: this.#adapter(),
      ...(this.#token === undefined ? {} : { token: this.#token }),
      onReady: () => {
        this.#clientsEver++;
        for (const came of [...this.#waiting]) came();
      },
    });
    this.#lines.add(line);
    socket.once('close', () => void line.end().finally(() => this.#lines.delete(line)));
  }
}
