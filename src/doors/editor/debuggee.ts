import { fail, Owner } from '../../base/index.ts';
import type { DapConnection } from '../../wire/dap/index.ts';
import type { Breakpoints } from './breakpoints.ts';
import { giveChild } from './children.ts';
import type { ClientFormat } from './client-format.ts';
import { EditorDesk } from './desk.ts';
import type { EditorHub, EditorPorts, ProgramEnd } from './editor-ports.ts';
import { readLaunch } from './launch-words.ts';
import type { Outbox } from './outbox.ts';
import { Program } from './program.ts';
import { RunLink } from './run-link.ts';
import { type Given, readSettings, text } from './settings.ts';
import { startInTerminal } from './terminal.ts';

export interface DebuggeeWork {
  readonly ports: EditorPorts;
  readonly connection: DapConnection;
  readonly outbox: Outbox;
  readonly breakpoints: Breakpoints;
  format(): ClientFormat;
  /** Whether the editor shows other processes in sessions of their own. */
  canStartChildren(): boolean;
  /** A program that was launched here has ended. */
  onProgramEnd(end: ProgramEnd): void;
  /** What was attached to has gone. */
  onGone(): void;
}

/** What one session debugs: a program that it started, or a run that is there. */
export class Debuggee {
  readonly #work: DebuggeeWork;
  #given: Given = {};
  #isAttached = false;
  #desk: EditorDesk | undefined;
  #program: Program | undefined;
  /** Of what it is attached to, or was started in a terminal. */
  #owner = new Owner();

  constructor(work: DebuggeeWork) {
    this.#work = work;
  }

  /** As the session was begun. */
  get given(): Given {
    return this.#given;
  }

  /** Absent while nothing is debugged. */
  get desk(): EditorDesk | undefined {
    return this.#desk;
  }

  /** Absent when it was not started here. */
  get program(): Program | undefined {
    return this.#program;
  }

  there(): EditorDesk {
    if (this.#desk !== undefined) return this.#desk;
    throw fail('bad-usage', 'Nothing is debugged yet, or no longer.', { hint: 'First comes launch or attach.' });
  }

  /** Its hub is there, and takes breakpoints; it runs from `begin` on. */
  async launch(given: Given): Promise<void> {
    const { ports, connection, outbox, onProgramEnd } = this.#work;
    this.#given = given;
    this.#isAttached = false;
    const words = readLaunch(given, ports.cwd);
    if (words.terminal !== undefined) {
      const hub = await startInTerminal({ ports, connection, words, kind: words.terminal });
      this.#owner.own(() => hub.close());
      await this.#open(hub, given);
      return;
    }
    const program = await ports.open({
      ...words,
      waits: words.stopOnEntry,
      onOutput: (which, text) => outbox.output(which, text),
    });
    this.#program = new Program(program, ports.clock, {
      started: pid =>
        outbox.send('process', {
          name: words.words.join(' '),
          systemProcessId: pid,
          isLocalProcess: true,
          startMethod: 'launch',
        }),
      ended: onProgramEnd,
    });
    await this.#open(program, given);
  }

  async attach(given: Given): Promise<void> {
    this.#given = given;
    this.#isAttached = true;
    const pid = given.processId ?? given.pid;
    const wanted = text(given, 'run') ?? text(given, 'hub') ?? (pid === undefined ? undefined : String(pid));
    const hub = await this.#work.ports.dial(wanted);
    this.#owner.own(() => hub.close());
    await this.#open(hub, given);
    const desk = this.there();
    const shown = hub.targets?.find(({ id }) => id === given.target);
    if (shown !== undefined) desk.meet(shown);
    // A thread that is busy answers late: nobody waits for it.
    void desk.lookAround().catch(() => {});
  }

  /** The editor has said all that it wants set. */
  async begin(): Promise<void> {
    const desk = this.there();
    // A terminal's program waits for us, unless it is to wait for the user.
    desk.letsStart = !this.#isAttached && this.#given.stopOnEntry !== true;
    if (this.#program === undefined) void desk.lookAtHolds().catch(() => {});
    else await this.#program.start();
  }

  /** Asked for in as many words: by `terminateDebuggee`. */
  endAttached(): void {
    for (const pid of this.#desk?.pids ?? []) this.#work.ports.signal(pid, 'SIGTERM');
  }

  /** It is over, with its processes, when this settles. What stands is not let go before. */
  async stopProgram(): Promise<void> {
    const program = this.#program;
    if (program === undefined) return;
    const desk = this.#desk;
    await program.kill({
      isDeaf: desk?.stops.all.some(({ kind }) => kind === 'stop') === true,
      left: () => desk?.pids ?? [],
      signal: (pid, name) => this.#work.ports.signal(pid, name),
    });
    desk?.close();
    this.#desk = undefined;
    this.#program = undefined;
    await program.hub.close();
  }

  /** Nothing of ours is left in it. */
  async leave(): Promise<void> {
    await this.letAllGo();
    await this.#owner.close();
    this.#owner = new Owner();
    this.#desk = undefined;
  }

  async letAllGo(): Promise<void> {
    const desk = this.#desk;
    if (desk === undefined) return;
    const { link } = desk;
    await desk.pauses.clear();
    if (link.isItsOwn) await link.unset(link.name);
    else await this.#work.breakpoints.clear();
    // What belongs to nobody's session: the wait before the first line.
    for (const stop of desk.stops.all) await desk.resume(stop).catch(() => {});
  }

  async #open(hub: EditorHub, given: Given): Promise<void> {
    const { ports, connection, outbox, breakpoints, canStartChildren, onGone } = this.#work;
    const format = this.#work.format();
    const only = text(given, 'target');
    const link = new RunLink(hub, readSettings(given), ports.clock, only);
    const run = this.#program?.hub.name ?? text(given, 'run') ?? text(given, 'hub');
    const children = { connection, given, desk: () => this.#desk };
    const desk = new EditorDesk(link, breakpoints, format, {
      outbox,
      clock: ports.clock,
      only,
      giveAway: info => {
        if (!canStartChildren() || run === undefined) return false;
        giveChild({ ...children, run }, info);
        return true;
      },
    });
    this.#desk = desk;
    this.#owner.own(() => desk.close());
    await link.open(
      event => {
        desk.onEvent(event);
        if (event.kind === 'target-ended' && event.target === only) onGone();
      },
      count => outbox.send('output', { category: 'console', output: `eddy: ${count} events were lost.\n` }),
    );
    await breakpoints.moveTo(link);
    void hub.ended.then(() => {
      if (this.#desk === desk && this.#program === undefined) onGone();
    });
  }
}
