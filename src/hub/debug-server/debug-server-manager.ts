import { fail, isEddyError } from '../../base/index.ts';
import { AsyncDebugClient, type ClientOptions } from '../../wire/dap/client/index.ts';
import { DebugServer, type DebugServerInfo, type DebugServerOptions } from './debug-server.ts';

export interface DebugServerManagerOptions extends Omit<DebugServerOptions, 'port' | 'lastPort'> {
  /** The range that ports are taken from: 5678 to 5777 unless told. */
  readonly firstPort?: number;
  readonly lastPort?: number;
  /** A server with so many clients is full, and the next one gets another; 8 unless told. */
  readonly clientsPerServer?: number;
}

export interface ServedClient {
  readonly client: AsyncDebugClient;
  /** Its token goes into launch or attach. */
  readonly server: DebugServer;
}

const defaultFirstPort = 5678;
const rangeSize = 100;
const defaultClientsPerServer = 8;

/** Debug servers by their ports, no two on one. Clients are spread over them. */
export class DebugServerManager {
  readonly #defaults: DebugServerOptions;
  readonly #firstPort: number;
  readonly #lastPort: number;
  readonly #clientsPerServer: number;
  readonly #servers = new Map<number, DebugServer>();
  /** What starts or stops goes one after the other: two that start at once would look for the same port. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: DebugServerManagerOptions = {}) {
    const { firstPort = defaultFirstPort, lastPort, clientsPerServer = defaultClientsPerServer, ...defaults } = options;
    this.#defaults = defaults;
    this.#firstPort = firstPort;
    this.#lastPort = lastPort ?? firstPort + rangeSize - 1;
    this.#clientsPerServer = clientsPerServer;
    if (this.#lastPort >= this.#firstPort) return;
    throw fail('bad-usage', `The range of ports ${this.#firstPort}-${this.#lastPort} is empty.`);
  }

  /** At a port, else at the first of the range that is free. A server of ours that is there already goes on. */
  startServer(port?: number, options: Omit<DebugServerOptions, 'port' | 'lastPort'> = {}): Promise<DebugServer> {
    return this.#next(() => this.#start(port, options));
  }

  /** Its port is free when it settles. Fails with `unknown-id` when none is there. */
  stopServer(port: number): Promise<void> {
    return this.#next(async () => {
      const server = this.#servers.get(port);
      if (server === undefined) throw fail('unknown-id', `No debug server of this manager is at port ${port}.`);
      this.#servers.delete(port);
      await server.stop();
    });
  }

  stopAll(): Promise<void> {
    return this.#next(async () => {
      const servers = [...this.#servers.values()];
      this.#servers.clear();
      await Promise.all(servers.map(server => server.stop()));
    });
  }

  getServer(port: number): DebugServer | undefined {
    return this.#servers.get(port);
  }

  listServers(): ReadonlyMap<number, DebugServerInfo> {
    return new Map([...this.#servers].map(([port, server]) => [port, server.getServerInfo()]));
  }

  /** A client at the server that has the fewest; at a new one when all are full. Launch or attach with its token. */
  connectClient(options: ClientOptions = {}): Promise<ServedClient> {
    return this.#next(async () => {
      const server = await this.#leastBusy();
      const { host, port } = server.getServerInfo();
      const client = new AsyncDebugClient({ host, port }, options);
      await client.connect();
      return { client, server };
    });
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stopAll();
  }

  async #leastBusy(): Promise<DebugServer> {
    const byClients = [...this.#servers.values()].toSorted((a, b) => a.connectionCount - b.connectionCount);
    const [first] = byClients;
    if (first !== undefined && first.connectionCount < this.#clientsPerServer) return first;
    try {
      return await this.#start(undefined, {});
    } catch (error) {
      if (first === undefined || !isEddyError(error, 'cannot-listen')) throw error;
      throw fail('refused', `Each of the ${this.#servers.size} debug servers has ${this.#clientsPerServer} clients.`, {
        hint: 'Let one go, widen the range of ports, or raise clientsPerServer.',
        cause: error,
      });
    }
  }

  async #start(port: number | undefined, options: DebugServerOptions): Promise<DebugServer> {
    const there = port === undefined ? undefined : this.#servers.get(port);
    if (there !== undefined) return there;
    const at = port === undefined ? { port: this.#firstPort, lastPort: this.#lastPort } : { port };
    const server = new DebugServer({ ...this.#defaults, ...options, ...at });
    const { port: taken } = await server.start();
    this.#servers.set(taken, server);
    return server;
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => {});
    return result;
  }
}

// Two copies of us may be in one process; the manager is one.
const key = Symbol.for('eddy.debug-server-manager.1');
const registry = globalThis as { [key]?: DebugServerManager };

/** The one of this process; its options are those of the first call. */
export function getServerManager(options?: DebugServerManagerOptions): DebugServerManager {
  registry[key] ??= new DebugServerManager(options);
  return registry[key];
}
