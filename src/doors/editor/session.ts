import { constants } from 'node:os';
import { fail } from '../../base/index.ts';
import { DapConnection, type DapStreams, type Exchange, type Handlers } from '../../wire/dap/index.ts';
import { Breakpoints } from './breakpoints.ts';
import { capabilities } from './capabilities.ts';
import { ClientFormat } from './client-format.ts';
import { Debuggee } from './debuggee.ts';
import { eddyHandlers } from './eddy-handlers.ts';
import type { EditorPorts, ProgramEnd } from './editor-ports.ts';
import { goHandlers } from './go-handlers.ts';
import { lookHandlers } from './look-handlers.ts';
import { markHandlers } from './mark-handlers.ts';
import { Outbox } from './outbox.ts';
import { failureText } from './said.ts';
import type { Given } from './settings.ts';

export interface SessionOptions {
  readonly streams: DapStreams;
  readonly ports: EditorPorts;
  /** Throws when who asks may not. */
  mayEnter(given: Given): void;
}

/**
 * One editor's session, from its first word to its last. What it was started with is undone when it ends, however it ends: a
 * program that it launched is ended, what it holds in another goes on.
 */
export class EditorSession {
  /** Settles, never fails, when nothing of it is left. */
  readonly over: Promise<void>;
  readonly #options: SessionOptions;
  readonly #connection: DapConnection;
  readonly #outbox: Outbox;
  readonly #debuggee: Debuggee;
  readonly #settle: () => void;
  #format = new ClientFormat();
  #canStartChildren = false;
  #isRestarting = false;
  #hasToldEnd = false;
  #ending: Promise<void> | undefined;
  /** Something is begun; the end waits for it, to undo it. */
  #entering: Promise<void> | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { streams, ports } = options;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.#settle = resolve;
    this.#connection = new DapConnection(streams, { clock: ports.clock });
    this.#outbox = new Outbox(this.#connection);
    const breakpoints = new Breakpoints({
      changed: breakpoint => this.#outbox.send('breakpoint', { reason: 'changed', breakpoint }),
      failed: breakpoint => this.#outbox.send('output', failureText(breakpoint)),
      isInUse: probe => this.#debuggee.desk?.isInUse(probe) === true,
    });
    this.#debuggee = new Debuggee({
      ports,
      connection: this.#connection,
      outbox: this.#outbox,
      breakpoints,
      format: () => this.#format,
      canStartChildren: () => this.#canStartChildren,
      onProgramEnd: end => this.#programEnded(end),
      onGone: () => this.#tellEnd(),
    });
    const look = { desk: () => this.#debuggee.there(), format: () => this.#format, outbox: this.#outbox };
    this.#connection.handle({
      ...this.#life(),
      ...markHandlers({ ...look, breakpoints }),
      ...goHandlers(look),
      ...lookHandlers(look),
      ...eddyHandlers(look),
    });
    void this.#connection.ended.then(() => this.close());
  }

  /** As if the editor had gone. */
  close(): Promise<void> {
    return this.#end();
  }

  #life(): Handlers {
    return {
      initialize: given => {
        this.#format = new ClientFormat(given);
        this.#canStartChildren = given.supportsStartDebuggingRequest === true;
        return capabilities(this.#options.ports.version);
      },
      launch: (given = {}) => this.#enter(given, () => this.#debuggee.launch(given)),
      attach: (given = {}) => this.#enter(given, () => this.#debuggee.attach(given)),
      configurationDone: async () => {
        await this.#begin();
        return undefined;
      },
      restart: async (given, exchange) => {
        await this.#restart((given?.arguments as Given | undefined) ?? this.#debuggee.given, exchange);
        return undefined;
      },
      terminate: async () => {
        const { program } = this.#debuggee;
        if (program === undefined) {
          await this.#debuggee.leave();
          this.#tellEnd();
        } else {
          if (program.runs) program.terminate();
          else this.#tellEnd();
          // What stands could not hear it. Who has no ear for it has ended by now, where it stood.
          await this.#debuggee.letAllGo().catch(() => {});
        }
        return undefined;
      },
      disconnect: async (given, exchange) => {
        const ends = this.#end(given?.terminateDebuggee);
        exchange.afterAnswer(() => void this.#connection.close());
        await ends;
        return undefined;
      },
    };
  }

  async #enter(given: Given, run: () => Promise<void>): Promise<undefined> {
    this.#options.mayEnter(given);
    if (this.#debuggee.desk !== undefined) throw fail('bad-usage', 'This session has begun already.');
    await this.#alone(async () => {
      try {
        await run();
      } catch (error) {
        // The editor may try with other words.
        await this.#debuggee.stopProgram();
        await this.#debuggee.leave();
        throw error;
      }
    });
    this.#outbox.send('initialized', undefined);
    return undefined;
  }

  /** Editors do not wait for an answer before they say the next, which may be that all is over. */
  async #alone(run: () => Promise<void>): Promise<void> {
    if (this.#ending !== undefined) throw fail('closed', 'This session has ended.');
    if (this.#entering !== undefined) throw fail('bad-usage', 'This session is being begun already.');
    const entering = run();
    this.#entering = entering;
    try {
      await entering;
    } finally {
      this.#entering = undefined;
    }
  }

  async #begin(): Promise<void> {
    try {
      await this.#debuggee.begin();
    } catch (error) {
      this.#tellEnd();
      throw error;
    }
  }

  async #restart(given: Given, exchange: Exchange): Promise<void> {
    const debuggee = this.#debuggee;
    if (debuggee.program === undefined) {
      throw fail('refused', 'It was not started here: start it again where it was.');
    }
    this.#options.mayEnter({ ...given, token: given.token ?? debuggee.given.token });
    this.#outbox.holdBack(exchange);
    this.#isRestarting = true;
    try {
      await this.#alone(async () => {
        await debuggee.stopProgram();
        await debuggee.launch(given);
        await this.#begin();
      });
    } finally {
      this.#isRestarting = false;
    }
  }

  #programEnded(end: ProgramEnd): void {
    this.#outbox.tellLeftOut();
    if (this.#isRestarting) return;
    this.#outbox.send('exited', { exitCode: end.how === 'exit' ? end.code : 128 + signalNumber(end.signal) });
    if (end.how === 'signal') {
      this.#outbox.send('output', { category: 'console', output: `eddy: the program was ended by ${end.signal}.\n` });
    }
    this.#tellEnd();
  }

  #tellEnd(): void {
    if (this.#hasToldEnd) return;
    this.#hasToldEnd = true;
    this.#outbox.send('terminated', {});
  }

  /** Unless told, what was launched here is ended, and nothing else. */
  #end(asked?: boolean): Promise<void> {
    this.#ending ??= this.#endAll(asked);
    return this.#ending;
  }

  async #endAll(asked: boolean | undefined): Promise<void> {
    await this.#entering?.catch(() => {});
    const { program } = this.#debuggee;
    const terminates = asked ?? program !== undefined;
    try {
      if (program?.runs === true && !terminates) {
        await this.#debuggee.leave();
        // Its output is read until its end: it must not fail for want of a reader.
        void program.over.then(() => program.hub.close()).then(this.#settle, this.#settle);
        return;
      }
      if (terminates && program === undefined) this.#debuggee.endAttached();
      await this.#debuggee.stopProgram();
      await this.#debuggee.leave();
      this.#settle();
    } catch {
      // The hub has gone meanwhile, and with it all that could be left.
      this.#settle();
    }
  }
}

/** As a shell tells it. */
function signalNumber(name: string): number {
  return (constants.signals as Readonly<Record<string, number>>)[name] ?? 0;
}
