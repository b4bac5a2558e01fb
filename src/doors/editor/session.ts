import { constants } from 'node:os';
import { fail, Owner } from '../../base/index.ts';
import { DapConnection, type DapStreams, type Exchange, type Handlers } from '../../wire/dap/index.ts';
import { Breakpoints } from './breakpoints.ts';
import { capabilities } from './capabilities.ts';
import { giveChild } from './children.ts';
import { ClientFormat } from './client-format.ts';
import { EditorDesk } from './desk.ts';
import { eddyHandlers } from './eddy-handlers.ts';
import type { EditorHub, EditorPorts, ProgramEnd } from './editor-ports.ts';
import { goHandlers } from './go-handlers.ts';
import { readLaunch } from './launch-words.ts';
import { lookHandlers } from './look-handlers.ts';
import { Outbox } from './outbox.ts';
import { Program } from './program.ts';
import { RunLink } from './run-link.ts';
import { type Given, readSettings, text } from './settings.ts';
import { startInTerminal } from './terminal.ts';

/** As a shell tells it. */
function signalNumber(name: string): number {
  return (constants.signals as Readonly<Record<string, number>>)[name] ?? 0;
}

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
  readonly #breakpoints: Breakpoints;
  readonly #settle: () => void;
  #format = new ClientFormat();
  #canStartChildren = false;
  #given: Given = {};
  #desk: EditorDesk | undefined;
  #program: Program | undefined;
  /** Of what it is attached to, or was started in a terminal. */
  #owner = new Owner();
  #isRestarting = false;
  #hasToldEnd = false;
  #ending: Promise<void> | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { streams, ports } = options;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.over = promise;
    this.#settle = resolve;
    this.#connection = new DapConnection(streams, { clock: ports.clock });
    this.#outbox = new Outbox(this.#connection);
    this.#breakpoints = new Breakpoints({
      changed: breakpoint => this.#outbox.send('breakpoint', { reason: 'changed', breakpoint }),
      isInUse: probe => this.#desk?.stops.all.some(one => one.probe === probe) === true,
    });
    const look = { desk: () => this.#there(), format: () => this.#format, outbox: this.#outbox };
    this.#connection.handle({
      ...this.#life(),
      ...this.#marks(),
      ...goHandlers(look),
      ...lookHandlers(look),
      ...eddyHandlers(look),
    });
    void this.#connection.ended.then(() => this.close());
  }

  /** As if the editor had gone. */
  close(): Promise<void> {
    return this.#end(this.#program !== undefined);
  }

  #life(): Handlers {
    return {
      initialize: given => {
        this.#format = new ClientFormat(given);
        this.#canStartChildren = given.supportsStartDebuggingRequest === true;
        return capabilities(this.#options.ports.version);
      },
      launch: (given = {}) => this.#enter(given, () => this.#launch(given)),
      attach: (given = {}) => this.#enter(given, () => this.#attach(given)),
      configurationDone: async () => {
        await this.#begin();
        return undefined;
      },
      restart: async (given, exchange) => {
        await this.#restart((given?.arguments as Given | undefined) ?? this.#given, exchange);
        return undefined;
      },
      terminate: async () => {
        const program = this.#program;
        if (program === undefined) {
          await this.#leave();
          this.#tellEnd();
        } else {
          if (program.runs) program.terminate();
          else this.#tellEnd();
          // What stands could not hear it. Who has no ear for it has ended by now, where it stood.
          await this.#letAllGo().catch(() => {});
        }
        return undefined;
      },
      disconnect: async (given, exchange) => {
        const isLaunched = this.#program !== undefined;
        const ends = this.#end(given?.terminateDebuggee ?? isLaunched);
        exchange.afterAnswer(() => void this.#connection.close());
        await ends;
        return undefined;
      },
    };
  }

  #marks(): Handlers {
    return {
      setBreakpoints: async given => {
        this.#there();
        return { breakpoints: await this.#breakpoints.setBreakpoints(given, this.#format) };
      },
      setExceptionBreakpoints: async given => {
        this.#there();
        return { breakpoints: await this.#breakpoints.setExceptionBreakpoints(given, this.#format) };
      },
      breakpointLocations: async given => {
        if (given?.source.path === undefined) return { breakpoints: [] };
        const file = this.#format.fromPath(given.source.path);
        const line = this.#format.fromLine(given.line);
        const { targets } = await this.#there().link.hub.ask('explain', { file, line });
        const places = targets.flatMap(({ explanation }) => explanation?.places ?? []);
        return {
          breakpoints: places.map(one => ({
            line: this.#format.toLine(one.line),
            column: this.#format.toColumn(one.column),
          })),
        };
      },
    };
  }

  async #enter(given: Given, run: () => Promise<void>): Promise<undefined> {
    this.#options.mayEnter(given);
    if (this.#desk !== undefined) throw fail('bad-usage', 'This session has begun already.');
    this.#given = given;
    try {
      await run();
    } catch (error) {
      // The editor may try with other words.
      await this.#stopProgram();
      await this.#leave();
      throw error;
    }
    this.#outbox.send('initialized', undefined);
    return undefined;
  }

  async #launch(given: Given): Promise<void> {
    const { ports } = this.#options;
    const words = readLaunch(given, ports.cwd);
    if (words.terminal !== undefined) {
      const hub = await startInTerminal({ ports, connection: this.#connection, words, kind: words.terminal });
      this.#owner.own(() => hub.close());
      await this.#open(hub, given);
      return;
    }
    const program = await ports.open({
      ...words,
      waits: words.stopOnEntry,
      onOutput: (category, output) => this.#outbox.send('output', { category, output }),
    });
    this.#program = new Program(program, ports.clock, {
      started: pid =>
        this.#outbox.send('process', {
          name: words.words.join(' '),
          systemProcessId: pid,
          isLocalProcess: true,
          startMethod: 'launch',
        }),
      ended: end => this.#programEnded(end),
    });
    await this.#open(program, given);
  }

  async #attach(given: Given): Promise<void> {
    const pid = given.processId ?? given.pid;
    const wanted = text(given, 'run') ?? text(given, 'hub') ?? (pid === undefined ? undefined : String(pid));
    const hub = await this.#options.ports.dial(wanted);
    this.#owner.own(() => hub.close());
    await this.#open(hub, given);
    await this.#there().lookAround();
  }

  async #open(hub: EditorHub, given: Given): Promise<void> {
    const { ports } = this.#options;
    const only = text(given, 'target');
    const link = new RunLink(hub, readSettings(given), ports.clock, only);
    const run = this.#program?.hub.name ?? text(given, 'run') ?? text(given, 'hub');
    const children = { connection: this.#connection, given, desk: () => this.#desk };
    const desk = new EditorDesk(link, this.#breakpoints, this.#format, {
      outbox: this.#outbox,
      clock: ports.clock,
      only,
      giveAway: info => {
        if (!this.#canStartChildren || run === undefined) return false;
        giveChild({ ...children, run }, info);
        return true;
      },
    });
    this.#desk = desk;
    this.#owner.own(() => desk.close());
    await link.open(
      event => {
        desk.onEvent(event);
        if (event.kind === 'target-ended' && event.target === only) this.#tellEnd();
      },
      count => this.#outbox.send('output', { category: 'console', output: `eddy: ${count} events were lost.\n` }),
    );
    await this.#breakpoints.moveTo(link, this.#format);
    void hub.ended.then(() => {
      if (this.#desk === desk && this.#program === undefined) this.#tellEnd();
    });
  }

  async #begin(): Promise<void> {
    const desk = this.#there();
    // A terminal's program waits for us, unless it is to wait for the user.
    desk.letsStart = this.#given.request !== 'attach' && this.#given.stopOnEntry !== true;
    if (this.#program === undefined) {
      await desk.lookAtHolds();
      return;
    }
    try {
      await this.#program.start();
    } catch (error) {
      this.#tellEnd();
      throw error;
    }
  }

  async #restart(given: Given, exchange: Exchange): Promise<void> {
    if (this.#program === undefined) {
      throw fail('refused', 'It was not started here: start it again where it was.');
    }
    this.#options.mayEnter({ ...given, token: given.token ?? this.#given.token });
    this.#outbox.holdBack(exchange);
    this.#isRestarting = true;
    try {
      await this.#stopProgram();
      this.#given = given;
      await this.#launch(given);
      await this.#begin();
    } finally {
      this.#isRestarting = false;
    }
  }

  #programEnded(end: ProgramEnd): void {
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

  #end(terminates: boolean): Promise<void> {
    this.#ending ??= this.#endAll(terminates);
    return this.#ending;
  }

  async #endAll(terminates: boolean): Promise<void> {
    const program = this.#program;
    try {
      if (program?.runs === true && !terminates) {
        await this.#leave();
        // Its output is read until its end: it must not fail for want of a reader.
        void program.over.then(() => program.hub.close()).then(this.#settle, this.#settle);
        return;
      }
      if (terminates && program === undefined) this.#endAttached();
      await this.#stopProgram();
      await this.#leave();
      this.#settle();
    } catch {
      // The hub has gone meanwhile, and with it all that could be left.
      this.#settle();
    }
  }

  /** Asked for in as many words: by `terminateDebuggee`. */
  #endAttached(): void {
    for (const pid of this.#desk?.pids ?? []) this.#options.ports.signal(pid, 'SIGTERM');
  }

  async #stopProgram(): Promise<void> {
    const program = this.#program;
    if (program === undefined) return;
    const desk = this.#desk;
    await program.kill({
      isDeaf: desk?.stops.all.some(({ kind }) => kind === 'stop') === true,
      left: () => desk?.pids ?? [],
      signal: (pid, name) => this.#options.ports.signal(pid, name),
    });
    desk?.close();
    this.#desk = undefined;
    this.#program = undefined;
    await program.hub.close();
  }

  /** Nothing of ours is left in it. */
  async #leave(): Promise<void> {
    await this.#letAllGo();
    await this.#owner.close();
    this.#owner = new Owner();
    this.#desk = undefined;
  }

  async #letAllGo(): Promise<void> {
    const desk = this.#desk;
    if (desk === undefined) return;
    const { link } = desk;
    for (const session of desk.pauseSessions) await link.unset(session);
    if (link.isItsOwn) await link.unset(link.name);
    else await this.#breakpoints.clear();
    // What belongs to nobody's session: the wait before the first line.
    for (const stop of desk.stops.all) await desk.resume(stop).catch(() => {});
  }

  #there(): EditorDesk {
    if (this.#desk !== undefined) return this.#desk;
    throw fail('bad-usage', 'Nothing is debugged yet, or no longer.', { hint: 'First comes launch or attach.' });
  }
}
