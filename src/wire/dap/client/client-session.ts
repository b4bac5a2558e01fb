import { type Clock, fail, isEddyError } from '../../../base/index.ts';
import {
  type AnswerOf,
  type ArgumentsOf,
  type AskOptions,
  type Capabilities,
  type ConnectionEnd,
  DapConnection,
  type DapEvent,
  type DapEvents,
  type DapStreams,
  type EddyCapabilities,
  type InitializeRequestArguments,
  type RequestName,
} from '../index.ts';
import { missingFor } from './capability-of.ts';
import type { AdapterPlace } from './place.ts';
import { ThreadBook } from './thread-book.ts';

export interface SessionOptions {
  readonly id: string;
  readonly name: string;
  readonly place: AdapterPlace;
  readonly parent: ClientSession | undefined;
  readonly clock: Clock;
  readonly timeoutMs: number | undefined;
  readonly onEvent: (session: ClientSession, event: string, body: unknown) => void;
}

/** How a program comes to be debugged: `launch` starts one, `attach` takes one that runs. */
export interface Beginning {
  readonly request: 'launch' | 'attach';
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Of each of its steps; without, as for any request. */
  readonly timeoutMs?: number | undefined;
}

const goOn = new Set<string>(['continue', 'next', 'stepIn', 'stepOut', 'stepBack', 'reverseContinue', 'goto']);

/**
 * One debug session: one connection, one handshake, one program or a part of it. It knows what its adapter said of itself and
 * of its threads.
 */
export class ClientSession {
  readonly id: string;
  readonly name: string;
  readonly place: AdapterPlace;
  readonly parent: ClientSession | undefined;
  readonly connection: DapConnection;
  readonly threads = new ThreadBook();
  capabilities: Capabilities & EddyCapabilities = {};
  /** As it was begun; what `reconnect` does again. */
  beginning: Beginning | undefined;
  /** Breakpoints may be sent: from `initialized` on. */
  configured = false;
  /** The adapter said that its program is over. */
  terminated = false;
  /** debugpy says so of itself in an event, which may come before or after what it offers; it alone offers this one. */
  isDebugpy = false;
  /** Of the program, where the adapter said it. */
  exitCode: number | undefined;
  readonly #clock: Clock;
  readonly #initialized = Promise.withResolvers<void>();

  constructor(streams: DapStreams, options: SessionOptions) {
    const { id, name, place, parent, clock, timeoutMs, onEvent } = options;
    this.id = id;
    this.name = name;
    this.place = place;
    this.parent = parent;
    this.#clock = clock;
    this.connection = new DapConnection(streams, {
      clock,
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
      onTrouble: error => onEvent(this, 'trouble', { error }),
    });
    this.connection.onEvent(event => {
      this.#take(event);
      onEvent(this, event.event, event.body);
    });
  }

  get ended(): Promise<ConnectionEnd> {
    return this.connection.ended;
  }

  get alive(): boolean {
    return !this.connection.closed && !this.terminated;
  }

  /** Checked against what the adapter offers; else as `DapConnection.request`. */
  request<C extends RequestName>(command: C, given: ArgumentsOf<C>, options?: AskOptions): Promise<AnswerOf<C>> {
    return this.requestOther(command, given, options) as Promise<AnswerOf<C>>;
  }

  async requestOther(command: string, given?: unknown, options: AskOptions = {}): Promise<unknown> {
    const missing = missingFor(command, this.capabilities, this.connection.peer);
    if (missing !== undefined) throw missing;
    const takeBack = goOn.has(command)
      ? this.#goesOn(given as { threadId: number; singleThread?: boolean })
      : undefined;
    try {
      return await this.connection.requestOther(command, given, options);
    } catch (error) {
      takeBack?.();
      throw error;
    }
  }

  async initialize(given: InitializeRequestArguments): Promise<void> {
    const answer = await this.connection.request('initialize', given).catch(error => {
      if (!isEddyError(error, 'no-answer')) throw error;
      throw fail('no-answer', `${error.message} Is it a debug adapter?`, { cause: error });
    });
    // An answer without a body is allowed: it offers nothing.
    this.capabilities = { ...(answer ?? {}), ...this.capabilities };
    this.isDebugpy ||= 'supportsDebuggerProperties' in this.capabilities;
    this.connection.peerCancels = this.capabilities.supportsCancelRequest === true;
  }

  /** From `launch` or `attach` to the program that runs. `configure`: breakpoints are set there, before it does. */
  async begin(beginning: Beginning, configure: () => Promise<void>): Promise<void> {
    const { request, arguments: given, timeoutMs } = beginning;
    this.beginning = beginning;
    const begun = this.connection.request(request, given, { timeoutMs });
    // It is awaited below; an adapter that goes meanwhile must not make it an error that nobody heard.
    begun.catch(() => {});
    // Some answer before `initialized`, some only after `configurationDone`.
    await this.#deadline(
      Promise.race([this.#initialized.promise, begun.then(() => this.#initialized.promise)]),
      timeoutMs,
    );
    this.configured = true;
    await configure();
    if (this.capabilities.supportsConfigurationDoneRequest === true)
      await this.connection.request('configurationDone', {}, { timeoutMs });
    await begun;
  }

  async #deadline(wait: Promise<void>, timeoutMs = 20_000): Promise<void> {
    const { promise, reject } = Promise.withResolvers<never>();
    const late = () =>
      reject(fail('no-answer', `${this.connection.peer} was not "initialized" within ${timeoutMs} ms.`));
    const limit = this.#clock.after(timeoutMs, late, { holdsProcess: true });
    const gone = this.ended.then(end => Promise.reject(fail('closed', `${this.connection.peer}: ${end.message}`)));
    gone.catch(() => {});
    try {
      await Promise.race([wait, promise, gone]);
    } finally {
      limit.cancel();
    }
  }

  #goesOn({ threadId, singleThread }: { threadId: number; singleThread?: boolean }): () => void {
    // What stopped alone goes on alone.
    const all = singleThread !== true && this.threads.stopOf(threadId)?.allThreadsStopped !== false;
    return this.threads.goesOn(all ? undefined : threadId);
  }

  #take(event: DapEvent): void {
    this.threads.take(event);
    const body = event.body as
      | Partial<DapEvents['output'] & DapEvents['exited'] & DapEvents['capabilities']>
      | undefined;
    if (event.event === 'initialized') this.#initialized.resolve();
    else if (event.event === 'terminated') this.terminated = true;
    else if (event.event === 'exited') this.exitCode = body?.exitCode;
    else if (event.event === 'output' && body?.category === 'telemetry') this.isDebugpy ||= body.output === 'debugpy';
    else if (event.event === 'capabilities') this.capabilities = { ...this.capabilities, ...body?.capabilities };
  }
}
