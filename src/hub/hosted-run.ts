import { StringDecoder } from 'node:string_decoder';
import { type Clock, hideInWords, nodeCrypto, Owner, systemClock } from '../base/index.ts';
import {
  type ControlAnswer,
  type ControlAsk,
  type ControlName,
  controlVersion,
  type DeskControl,
  type EddyEvent,
  type EventKind,
  noProbes,
  type RunOptions,
} from '../wire/protocol/index.ts';
import {
  type Environment,
  findProgram,
  insideOptions,
  type Launched,
  launch,
  type OutputName,
  type ProgramEnd,
  targetEnvironment,
} from './engine/node/index.ts';
import { openEmbedded, type RunHost } from './host.ts';
import { removeLeftFolders } from './listen/index.ts';
import type { ControlDesk } from './session/index.ts';

export interface HostedJob {
  readonly words: readonly [string, ...string[]];
  readonly options: RunOptions;
  readonly cwd: string;
  readonly env: Environment;
  /** Absolute path of what each Node process loads first. */
  readonly preload: string;
  /** As the audit log names who asked. */
  readonly as: string;
  readonly clock?: Clock;
  onOutput(which: OutputName, text: string): void;
}

/** What is still in the pipes when the program is gone; processes that it left behind are not waited for longer. */
const drainMs = 250;

/**
 * A program for a door of this process: its plane is here, and asked without a socket. Opened, it has a name and takes
 * probes; started, it runs; closed, nothing of it is left.
 */
export class HostedRun {
  readonly name: string;
  /** Settles when it is closed. */
  readonly ended: Promise<void>;
  readonly #job: HostedJob;
  readonly #host: RunHost;
  readonly #desk: ControlDesk;
  readonly #owner: Owner;
  readonly #gone: AbortController;
  #launched: Launched | undefined;

  private constructor(job: HostedJob, name: string, host: RunHost, desk: ControlDesk, owner: Owner) {
    this.#job = job;
    this.name = name;
    this.#host = host;
    this.#desk = desk;
    this.#owner = owner;
    this.#gone = new AbortController();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.ended = promise;
    owner.own(() => {
      this.#gone.abort();
      resolve();
    });
  }

  /** Throws when there is no such program: before anything runs. */
  static async open(job: HostedJob): Promise<HostedRun> {
    const { options, cwd, clock = systemClock } = job;
    programOf(job);
    const name = options.name ?? `editor-${nodeCrypto().randomBytes(4).toString('hex')}`;
    const card = {
      version: controlVersion,
      pid: process.pid,
      name,
      words: hideInWords(job.words),
      cwd,
      started: clock.now(),
    };
    const owner = new Owner();
    const nothing = () => {};
    const listener = { onEvent: nothing, onSessionEvent: nothing, onFinding: nothing, onTrouble: nothing };
    const { observeOnly, rules = {} } = options;
    try {
      const host = await openEmbedded({ card, clock, observeOnly, rules, probing: noProbes, listener }, owner);
      return new HostedRun(job, name, host, host.desk as ControlDesk, owner);
    } catch (error) {
      await owner.close().catch(() => {});
      throw error;
    }
  }

  ask<N extends ControlName>(name: N, ask: ControlAsk<N>): Promise<ControlAnswer<N>> {
    return this.#call(name as DeskControl, ask, () => {}) as Promise<ControlAnswer<N>>;
  }

  async follow(kinds: readonly EventKind[] | undefined, listener: { onEvent(event: EddyEvent): void }): Promise<void> {
    await this.#call('follow', kinds === undefined ? {} : { kinds }, event => listener.onEvent(event));
  }

  /** Gives its pid, and how it ended once all that it wrote was told. */
  async start(): Promise<{ readonly pid: number; readonly end: Promise<ProgramEnd> }> {
    const { options, cwd, env, preload, onOutput, clock = systemClock } = this.#job;
    const limits = options.inside?.limits;
    const { plan } = this.#desk.book;
    const told = {
      options: insideOptions(options),
      ...(limits === undefined ? {} : { limits }),
      ...(plan.probes.length === 0 ? {} : { plan }),
    };
    const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
    const launched = await launch(programOf(this.#job), {
      env: targetEnvironment(env, preload, this.#host.address, told),
      cwd,
      files: [],
      input: 'ignore',
      onOutput: (which, chunk) => onOutput(which, decoders[which].write(chunk)),
    });
    this.#launched = launched;
    this.#host.started(launched.pid, undefined);
    const swept = removeLeftFolders(clock.now()).catch(() => {});
    this.#owner.own(() => swept);
    return { pid: launched.pid, end: this.#end(launched, clock) };
  }

  signal(name: NodeJS.Signals): void {
    this.#launched?.signal(name);
  }

  close(): Promise<void> {
    return this.#owner.close();
  }

  async #end(launched: Launched, clock: Clock): Promise<ProgramEnd> {
    const end = await launched.ended;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = clock.after(drainMs, resolve);
    await Promise.all([Promise.race([launched.silent, late]), this.#host.ended(end)]);
    timer.cancel();
    launched.deafen();
    return end;
  }

  #call(name: DeskControl, ask: unknown, tell: (event: EddyEvent) => void): Promise<unknown> {
    const asker = { pid: process.pid, uid: process.getuid?.() ?? -1, as: this.#job.as };
    const request = { id: 1, do: name, ask } as never;
    return this.#desk.call(request, asker, { tell, gone: this.#gone.signal });
  }
}

function programOf({ words: [word, ...args], cwd, env, options: { python } }: HostedJob) {
  return findProgram(word, args, {
    cwd,
    path: env.PATH ?? '',
    node: process.execPath,
    virtualEnv: env.VIRTUAL_ENV,
    python,
  });
}
