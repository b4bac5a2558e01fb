import { type Clock, fail, isEddyError } from '../../../base/index.ts';
import { DapConnection, type DapStreams } from '../../../wire/dap/index.ts';
import type { ErrorFilter, SetBreakpoints, WantedBreakpoints } from '../../../wire/protocol/index.ts';

/** How a target lets debugpy in. */
export interface LetIn {
  /** What its debugpy must say to the adapter. */
  readonly token: string;
  /** The target lets debugpy in, which dials there. */
  connect(where: { readonly host: string; readonly port: number; readonly token: string }): Promise<unknown>;
}

const adapterWithinMs = 10_000;
const connectWithinMs = 20_000;
const stoppedWithinMs = 3_000;
/** A thread that does not stand answers nothing. */
const besideWithinMs = 1_000;

type Lines = WantedBreakpoints['files'][number]['lines'];

/** One time that a thread stands still; the frame that it stands in, once it is known. */
interface Standing {
  frame?: number | undefined;
}

interface HeardBody {
  readonly threadId?: number;
  readonly reason?: string;
  readonly allThreadsContinued?: boolean;
}

/** Whether its target wants the thread to stand. */
const meetError = "__import__('sys').modules['eddy_agent.probes'].meet_error()";

/** One process that debugpy is in, through its adapter. */
export class Attachment {
  /** Settles with the reason when it is over before we ended it. */
  readonly ended: Promise<string>;
  readonly #clock: Clock;
  readonly #dap: DapConnection;
  /** What each file has now, as it was asked for. */
  readonly #known = new Map<string, { readonly asked: string; readonly set: SetBreakpoints['files'][number] }>();
  /** Threads that stand still. */
  readonly #stopped = new Map<number, Standing>();
  readonly #waits = new Set<() => void>();
  #attach: Promise<unknown> | undefined;
  #errors: readonly ErrorFilter[] = [];
  /** Whoever is stopped until then may have been let go already. */
  #askUntil = 0;

  constructor(streams: DapStreams, clock: Clock) {
    this.#clock = clock;
    this.#dap = new DapConnection(streams, { clock });
    const { promise, resolve } = Promise.withResolvers<string>();
    this.ended = promise;
    void this.#dap.ended.then(({ by, message }) => by !== 'here' && resolve(`Debugpy's adapter is gone: ${message}`));
    this.#dap.onEvent(({ event, body }) => {
      if (event === 'terminated') resolve('Debugpy has let the process go.');
      this.#heard(event, body as HeardBody | undefined);
    });
  }

  /** Up to where breakpoints can be set: the target comes to us. */
  async open({ token, connect }: LetIn): Promise<void> {
    const waiting = this.#event('debugpyWaitingForServer', adapterWithinMs, silentHint);
    const initialized = this.#event('initialized', adapterWithinMs + connectWithinMs, targetHint);
    waiting.catch(() => {});
    initialized.catch(() => {});
    await this.#initialize(silentHint);
    const given = {
      connect: { host: '127.0.0.1', port: 0 },
      justMyCode: false,
      subProcess: false,
      steppingResumesAllThreads: true,
    };
    this.#attach = this.#dap.request('attach', given as never, { timeoutMs: adapterWithinMs + connectWithinMs });
    this.#attach.catch(() => {});
    const where = (await Promise.race([waiting, failureOf(this.#attach)])) as { host: string; port: number };
    await connect({ host: where.host, port: where.port, token });
    await Promise.race([initialized, failureOf(this.#attach)]);
  }

  /** Up to where the program can be asked: debugpy is in it already, or `processId` says where it has to go. Gives its pid. */
  async join(given: { readonly processId?: number }): Promise<number> {
    const outputs: string[] = [];
    const { promise: failed, reject } = Promise.withResolvers<never>();
    failed.catch(() => {});
    const stop = this.#dap.onEvent(({ event, body }) => {
      if (event !== 'output') return;
      const { category, output = '' } = (body ?? {}) as { category?: string; output?: string };
      if (category === 'telemetry') return;
      outputs.push(output);
      // Its adapter waits on, for who will not come.
      if (output.includes('Code injection into PID')) reject(new Error('gdb did not bring it there.'));
    });
    const process = this.#event('process', adapterWithinMs + connectWithinMs, targetHint);
    const initialized = this.#event('initialized', adapterWithinMs + connectWithinMs, targetHint);
    process.catch(() => {});
    initialized.catch(() => {});
    try {
      await this.#initialize();
      const how = { justMyCode: false, subProcess: false, debugpyArgs: ['--configure-subProcess', 'false'], ...given };
      const attached = this.#dap.request('attach', how as never, { timeoutMs: adapterWithinMs + connectWithinMs });
      attached.catch(() => {});
      await Promise.race([initialized, failureOf(attached), failed]);
      await this.#dap.request('configurationDone', {});
      await attached;
    } catch (cause) {
      throw fail('refused', `${(cause as Error).message} ${outputs.join('').trim()}`.trim(), { cause });
    } finally {
      stop();
    }
    if (given.processId !== undefined) return given.processId;
    return ((await process) as { systemProcessId: number }).systemProcessId;
  }

  /** In a thread of debugpy's, while the program runs. What it gives or throws is not told to us. */
  async run(code: string): Promise<void> {
    await this.#dap.request('evaluate', { expression: `exec(${JSON.stringify(code)})`, context: 'repl' });
  }

  /** `whenSilent`: what to do when nobody answers. */
  async #initialize(whenSilent?: string): Promise<void> {
    const us = { adapterID: 'eddy', clientID: 'eddy', pathFormat: 'path', linesStartAt1: true, columnsStartAt1: true };
    try {
      await this.#dap.request('initialize', us, { timeoutMs: adapterWithinMs });
    } catch (cause) {
      const hint = isEddyError(cause, 'no-answer') ? whenSilent : adapterHint;
      throw fail('no-adapter', (cause as Error).message, { ...(hint === undefined ? {} : { hint }), cause });
    }
  }

  /** Debugpy has these lines and no others, and stops for these errors. */
  async set({ revision, files, errors = [] }: WantedBreakpoints): Promise<SetBreakpoints> {
    const wanted = new Map(files.map(({ file, lines }) => [file, lines]));
    for (const file of [...this.#known.keys()]) if (!wanted.has(file)) await this.#setFile(file, []);
    for (const [file, lines] of wanted) await this.#setFile(file, lines);
    await this.#setErrors(errors);
    if (this.#attach !== undefined) {
      await this.#dap.request('configurationDone', {});
      await this.#attach;
      this.#attach = undefined;
    }
    return { revision, files: files.map(({ file }) => this.#known.get(file)!.set), errors };
  }

  /** True when what is stopped goes on. `someComeLate`: so is to go on what debugpy stops a moment later. */
  async resume(someComeLate: boolean): Promise<boolean> {
    await this.#whenStopped();
    if (someComeLate) this.#askUntil = this.#clock.monotonic() + stoppedWithinMs;
    const [threadId] = this.#stopped.keys();
    if (threadId === undefined || this.#dap.closed) return false;
    this.#stopped.clear();
    try {
      await this.#dap.request('continue', { threadId });
      return true;
    } catch {
      return false;
    }
  }

  /** In each thread that is stopped. */
  async call(expression: string): Promise<void> {
    await this.#whenStopped();
    if (this.#stopped.size === 0) throw fail('closed', 'No thread is stopped any more.');
    for (const [threadId, standing] of [...this.#stopped]) {
      if (await this.#callIn(threadId, standing, expression)) return;
    }
    // Debugpy tells of the first that it stops; others may stand beside it, the newest most likely.
    const { threads } = await this.#dap.request('threads', undefined);
    for (const { id } of [...threads].reverse()) {
      if (this.#stopped.has(id)) continue;
      if (await this.#callIn(id, {}, expression, besideWithinMs).catch(() => false)) return;
    }
  }

  async #callIn(threadId: number, standing: Standing, expression: string, timeoutMs?: number): Promise<boolean> {
    const frameId = await this.#frameOf(threadId, standing);
    if (frameId === undefined) return false;
    const given = { expression, frameId, context: 'repl' } as const;
    const { result } = await this.#dap.request('evaluate', given, timeoutMs === undefined ? {} : { timeoutMs });
    return result === 'True';
  }

  /** The program goes on, as fast as before. */
  async close(): Promise<void> {
    if (!this.#dap.closed)
      await this.#dap.request('disconnect', { terminateDebuggee: false }, { timeoutMs: 500 }).catch(() => {});
    await this.#dap.close();
    for (const wake of this.#waits) wake();
  }

  async #setErrors(filters: readonly ErrorFilter[]): Promise<void> {
    if (filters.join() === this.#errors.join()) return;
    await this.#dap.request('setExceptionBreakpoints', { filters: [...filters] });
    this.#errors = filters;
  }

  /** Debugpy may have stopped it without being told to; whether it is to stay so its target tells in that thread. */
  async #judge(threadId: number, standing: Standing): Promise<void> {
    let stays = false;
    try {
      const frameId = await this.#frameOf(threadId, standing);
      const { result } = await this.#dap.request('evaluate', { expression: meetError, frameId, context: 'repl' });
      stays = result === 'True';
    } catch {
      // Who cannot be asked is let go.
    }
    // What was let go meanwhile may stand for another reason by now.
    if (stays || this.#dap.closed || this.#stopped.get(threadId) !== standing) return;
    this.#stopped.delete(threadId);
    await this.#dap.request('continue', { threadId }).catch(() => {});
  }

  async #setFile(file: string, lines: Lines): Promise<void> {
    const asked = JSON.stringify(lines);
    if (this.#known.get(file)?.asked === asked) return;
    const { breakpoints } = await this.#dap.request('setBreakpoints', {
      source: { path: file },
      breakpoints: [...lines],
    });
    const set = lines.map(({ line }, at) => {
      const one = breakpoints[at];
      if (one?.verified === true) return { line, at: one.line ?? line };
      return { line, why: one?.message ?? 'debugpy did not say why' };
    });
    if (lines.length === 0) this.#known.delete(file);
    else this.#known.set(file, { asked, set: { file, lines: set } });
  }

  async #frameOf(threadId: number, standing: Standing): Promise<number | undefined> {
    if (standing.frame === undefined) {
      const { stackFrames } = await this.#dap.request('stackTrace', { threadId, startFrame: 0, levels: 1 });
      standing.frame = stackFrames[0]?.id;
    }
    return standing.frame;
  }

  #heard(event: string, body: HeardBody = {}): void {
    const { threadId } = body;
    if (event === 'stopped' && threadId !== undefined) {
      const standing = {};
      this.#stopped.set(threadId, standing);
      for (const wake of this.#waits) wake();
      const isAsked = body.reason === 'exception' || this.#clock.monotonic() < this.#askUntil;
      if (isAsked) void this.#judge(threadId, standing);
    } else if (event === 'continued') {
      if (body.allThreadsContinued === true || threadId === undefined) this.#stopped.clear();
      else this.#stopped.delete(threadId);
    }
  }

  /** The target says that it stops a moment before debugpy has stopped it. */
  async #whenStopped(): Promise<void> {
    if (this.#stopped.size > 0 || this.#dap.closed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = this.#clock.after(stoppedWithinMs, resolve);
    this.#waits.add(resolve);
    await Promise.race([promise, this.#dap.ended]);
    this.#waits.delete(resolve);
    timer.cancel();
  }

  async #event(name: string, withinMs: number, hint: string): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const stop = this.#dap.onEvent(({ event, body }) => event === name && resolve(body));
    const timer = this.#clock.after(withinMs, () =>
      reject(fail('no-answer', `${this.#dap.peer} said nothing of "${name}" within ${withinMs / 1000} s.`, { hint })),
    );
    void this.#dap.ended.then(({ message }) => reject(fail('no-adapter', `${this.#dap.peer}: ${message}`, { hint })));
    try {
      return await promise;
    } finally {
      stop();
      timer.cancel();
    }
  }
}

const adapterHint = 'Eddy needs debugpy 1.6 or later: see "python -m debugpy --version" of the program\'s own Python.';
const silentHint =
  'The machine may be too busy: set the probe again. See also whether "python -m debugpy --version" of the program\'s own Python answers.';
const targetHint =
  'The process may be too busy to load debugpy, or may not dial out on 127.0.0.1. Set the probe again.';

function failureOf(promise: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => promise.catch(reject));
}
