import { type Clock, fail } from '../../../base/index.ts';
import { type DapPlace, type DialOptions, placeText } from '../index.ts';
import type { ClientOptions, ClientSessionInfo, ConnectionInfo, ReconnectOptions } from './client-options.ts';
import type { Beginning, ClientSession } from './client-session.ts';
import { EventLog } from './event-log.ts';
import type { AdapterPlace } from './place.ts';
import { Sessions } from './sessions.ts';

const disconnectWithinMs = 2000;
/** js-debug dies of a write to a client that is gone: it gets this long to be through. */
const lingerMs = 500;

export interface LineOptions extends ClientOptions {
  readonly place: AdapterPlace;
  readonly clock: Clock;
  readonly configure: (session: ClientSession) => Promise<void>;
  readonly onSessionEvent: (session: ClientSession, event: string, body: unknown) => void;
}

/** The connection of a client: made, lost, made again, ended; with the sessions that run over it. */
export class ClientLine {
  readonly events: EventLog;
  readonly sessions: Sessions;
  readonly #options: LineOptions;
  #main: ClientSession | undefined;
  #connectedAt: number | undefined;
  #connections = 0;
  #lastEnd: string | undefined;
  #connecting: Promise<void> | undefined;
  /** Counts who decided last: a try to reconnect that somebody disconnected from meanwhile ends. */
  #turn = 0;

  constructor(options: LineOptions) {
    const { clock, timeoutMs, initialize = {}, runInTerminal, configure, onSessionEvent } = options;
    this.#options = options;
    this.events = new EventLog(clock);
    this.sessions = new Sessions({
      clock,
      timeoutMs,
      initialize,
      runInTerminal,
      configure,
      onEvent: (session, event, body) => {
        onSessionEvent(session, event, body);
        this.events.add(session, event, body);
      },
    });
  }

  get connected(): boolean {
    return this.#main !== undefined && !this.#main.connection.closed;
  }

  get info(): ConnectionInfo {
    const { place } = this.#options;
    return {
      place: 'command' in place ? [place.command, ...(place.args ?? [])].join(' ') : placeText(place as DapPlace),
      connected: this.connected,
      ...(this.connected
        ? { peer: this.#main?.connection.peer, connectedAt: this.#connectedAt }
        : { lastEnd: this.#lastEnd }),
      reconnects: Math.max(0, this.#connections - 1),
      sessions: this.sessions.alive.map(infoOf),
    };
  }

  /** Does nothing when it is connected, or is about to be. */
  connect(dial: DialOptions): Promise<void> {
    if (this.connected) return Promise.resolve();
    this.#connecting ??= this.#connect(dial).finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  async #connect(dial: DialOptions): Promise<void> {
    const turn = this.#turn;
    const main = await this.sessions.open(this.#options.place, dial);
    if (turn !== this.#turn) {
      await main.connection.close();
      throw disconnectedMeanwhile();
    }
    this.#main = main;
    this.#connectedAt = this.#options.clock.now();
    this.#connections++;
    void main.ended.then(end => this.#lost(main, end.message));
  }

  async begin(beginning: Beginning): Promise<void> {
    const main = this.#main;
    if (main === undefined || main.connection.closed) throw this.notConnected();
    if (main.beginning !== undefined)
      throw fail('bad-usage', `A program is debugged over this connection already (${main.beginning.request}).`, {
        hint: 'Take a client for each program, or disconnect first.',
      });
    await this.sessions.begin(main, beginning);
  }

  notConnected(): Error {
    const why = this.#lastEnd === undefined ? '' : ` The last connection ended: ${this.#lastEnd}`;
    return fail('closed', `The client is not connected to ${this.info.place}.${why}`, {
      hint: 'Call connect() first.',
    });
  }

  /** Connects anew; attaches again where the last connection had, with the same breakpoints. */
  async reconnect({ attempts = 5, delayMs = 200 }: ReconnectOptions = {}): Promise<void> {
    const before = this.#main?.beginning;
    const turn = ++this.#turn;
    this.#main = undefined;
    await this.#closeAll();
    for (let attempt = 1; ; attempt++) {
      if (turn !== this.#turn) throw disconnectedMeanwhile();
      try {
        await this.connect({});
        if (before?.request === 'attach') await this.begin(before);
        return;
      } catch (error) {
        if (turn !== this.#turn) throw error;
        this.#main = undefined;
        await this.#closeAll();
        if (attempt >= attempts) throw error;
        await this.#pause(delayMs * 2 ** (attempt - 1));
      }
    }
  }

  /** Parents before their children, which would run on for a moment. What an adapter does not answer is not waited for long. */
  async disconnect(terminateDebuggee: boolean | undefined): Promise<void> {
    this.#turn++;
    this.#main = undefined;
    for (const session of this.sessions.alive) {
      if (session.connection.closed) continue;
      const asked = session.connection.request('disconnect', { terminateDebuggee }, { timeoutMs: disconnectWithinMs });
      // One on standard streams waits for us in its turn: it ends when they do.
      const through = () =>
        'command' in session.place ? undefined : Promise.race([session.ended, this.#pause(lingerMs)]);
      await asked.then(through, () => {});
    }
    await this.#closeAll();
    this.events.end('the client was disconnected.');
  }

  async #closeAll(): Promise<void> {
    await Promise.all(this.sessions.alive.reverse().map(session => session.connection.close()));
  }

  #lost(main: ClientSession, message: string): void {
    this.#lastEnd = message;
    const { reconnect } = this.#options;
    if (main !== this.#main) return;
    // A program that is over is not attached to again.
    if (reconnect === undefined || main.terminated) {
      // Children have adapters of their own, perhaps.
      void this.#closeAll().then(() => this.events.end(message));
      return;
    }
    this.reconnect(reconnect).catch(error => {
      this.events.add(main, 'trouble', { error });
      this.events.end((error as Error).message);
    });
  }

  #pause(ms: number): Promise<void> {
    return new Promise(resolve => this.#options.clock.after(ms, resolve, { holdsProcess: true }));
  }
}

function disconnectedMeanwhile(): Error {
  return fail('cancelled', 'The client was disconnected meanwhile.');
}

function infoOf({ id, name, parent, threads, terminated, configured, exitCode }: ClientSession): ClientSessionInfo {
  const going = threads.latest === undefined ? 'running' : 'stopped';
  return {
    id,
    name,
    ...(parent === undefined ? {} : { parent: parent.id }),
    state: terminated ? 'terminated' : configured ? going : 'connected',
    ...(exitCode === undefined ? {} : { exitCode }),
  };
}
