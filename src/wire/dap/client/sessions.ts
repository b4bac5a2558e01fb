import { type Clock, counter, fail } from '../../../base/index.ts';
import type {
  DialOptions,
  InitializeRequestArguments,
  RunInTerminalAnswer,
  RunInTerminalRequestArguments,
} from '../index.ts';
import { type Beginning, ClientSession } from './client-session.ts';
import { type AdapterPlace, childPlace, openPlace } from './place.ts';

export interface SessionsOptions {
  readonly clock: Clock;
  readonly timeoutMs: number | undefined;
  readonly initialize: Partial<InitializeRequestArguments>;
  readonly runInTerminal: ((given: RunInTerminalRequestArguments) => Promise<RunInTerminalAnswer>) | undefined;
  readonly onEvent: (session: ClientSession, event: string, body: unknown) => void;
  /** Sets what a session stops at, before its program runs. */
  readonly configure: (session: ClientSession) => Promise<void>;
}

const disconnectWithinMs = 1000;

type Configuration = Readonly<Record<string, unknown>>;

/** Sessions of one client: the first, and those that adapters ask for, for children of the program. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #nextId = counter();
  readonly #all = new Map<string, ClientSession>();
  /** Child processes that are followed already: debugpy may tell one twice. */
  readonly #followed = new Set<unknown>();

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** That are connected, oldest first. */
  get alive(): ClientSession[] {
    return [...this.#all.values()].filter(session => !session.connection.closed);
  }

  get(id: string): ClientSession | undefined {
    return this.#all.get(id);
  }

  /** Where a request goes that names none: where something stopped last, else the newest whose program runs. */
  get current(): ClientSession | undefined {
    const stopped = this.alive.filter(session => session.threads.latest !== undefined);
    return stopped.at(-1) ?? this.alive.filter(session => session.alive).at(-1) ?? this.alive.at(-1);
  }

  /** Connects and shakes hands. */
  async open(place: AdapterPlace, dial: DialOptions, name = 'main', parent?: ClientSession): Promise<ClientSession> {
    const { clock, timeoutMs, initialize, onEvent } = this.#options;
    const streams = await openPlace(place, dial);
    const told = (session: ClientSession, event: string, body: unknown) => {
      onEvent(session, event, body);
      if (event === 'debugpyAttach') this.#follow(session, 'attach', body as Configuration);
      if (event === 'terminated' && parent !== undefined) void this.#letGo(session);
    };
    const session = new ClientSession(streams, {
      id: String(this.#nextId()),
      name,
      place,
      parent,
      clock,
      timeoutMs,
      onEvent: told,
    });
    this.#all.set(session.id, session);
    this.#answer(session);
    onEvent(session, 'sessionStarted', { parent: parent?.id });
    void session.ended.then(end => this.#gone(session, end.message));
    try {
      await session.initialize({
        ...capabilities,
        ...initialize,
        supportsRunInTerminalRequest: this.#options.runInTerminal !== undefined,
      });
      return session;
    } catch (error) {
      await session.connection.close();
      throw error;
    }
  }

  begin(session: ClientSession, beginning: Beginning): Promise<void> {
    return session.begin(beginning, () => this.#options.configure(session));
  }

  #answer(session: ClientSession): void {
    const { runInTerminal } = this.#options;
    session.connection.handle({
      startDebugging: async ({ request, configuration }) => {
        const child = await this.#openChild(session, configuration);
        // Its own launch may last as long as its program wants; the answer says that it is followed.
        void this.#beginChild(child, request, configuration);
      },
      runInTerminal: given => {
        if (runInTerminal !== undefined) return runInTerminal(given);
        throw fail('refused', 'No terminal is here.', { hint: 'Launch with "console": "internalConsole".' });
      },
    });
  }

  /** debugpy's own way, older than `startDebugging`; new ones may use both. */
  #follow(session: ClientSession, request: 'attach', configuration: Configuration): void {
    if (this.#followed.has(configuration.subProcessId)) return;
    const opened = this.#openChild(session, configuration);
    opened.then(
      child => this.#beginChild(child, request, configuration),
      error => this.#options.onEvent(session, 'trouble', { error }),
    );
  }

  #openChild(parent: ClientSession, configuration: Configuration): Promise<ClientSession> {
    if (configuration.subProcessId !== undefined) this.#followed.add(configuration.subProcessId);
    const name = typeof configuration.name === 'string' ? configuration.name : `child of ${parent.name}`;
    return this.open(childPlace(configuration, parent.place), {}, name, parent);
  }

  async #beginChild(session: ClientSession, request: 'launch' | 'attach', configuration: Configuration): Promise<void> {
    try {
      await this.begin(session, { request, arguments: configuration });
    } catch (error) {
      // A child may be over before it was followed.
      this.#options.onEvent(session, 'trouble', { error });
      await session.connection.close();
    }
  }

  /** A child that is over; the first session stays for who asks how its program ended. */
  async #letGo(session: ClientSession): Promise<void> {
    await session.connection.request('disconnect', {}, { timeoutMs: disconnectWithinMs }).catch(() => {});
    await session.connection.close();
  }

  #gone(session: ClientSession, message: string): void {
    session.threads.goesOn(undefined);
    this.#options.onEvent(session, 'sessionEnded', { message });
    this.#all.delete(session.id);
  }
}

const capabilities: InitializeRequestArguments = {
  clientID: 'eddy',
  clientName: 'Eddy',
  adapterID: 'eddy',
  locale: 'en-US',
  linesStartAt1: true,
  columnsStartAt1: true,
  pathFormat: 'path',
  supportsVariableType: true,
  supportsVariablePaging: true,
  supportsMemoryReferences: true,
  supportsInvalidatedEvent: true,
  supportsStartDebuggingRequest: true,
};
