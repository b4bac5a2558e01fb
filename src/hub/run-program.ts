import { delimiter, dirname, join, resolve } from 'node:path';
import { type Clock, fail, hideInWords, newTargetId, Owner, systemClock } from '../base/index.ts';
import {
  type Alert,
  controlVersion,
  type Dump,
  type EddyEvent,
  type Finding,
  type Report,
  type RunCard,
  type RunOptions,
  type TargetInfo,
} from '../wire/protocol/index.ts';
import {
  type Environment,
  findProgram,
  inheritedFiles,
  insideOptions,
  type Launched,
  launch,
  type Program,
  type ProgramEnd,
  SignalRelay,
  targetEnvironment,
} from './engine/node/index.ts';
import { isPython } from './engine/python/index.ts';
import { type HostListener, openEmbedded, type RunHost } from './host.ts';
import { type Dial, openJoined } from './join.ts';
import { removeLeftFolders } from './listen/index.ts';
import type { PageListening } from './page.ts';
import { openOutlets, type RunOutlets } from './run-outlets.ts';
import { DumpFile, EventFile, ReportFile } from './store/files/index.ts';

export interface RunRequest {
  /** The program and its own words. */
  readonly words: readonly [string, ...string[]];
  readonly options: RunOptions;
  readonly cwd: string;
  readonly env: Environment;
  /** Absolute path of what each Node process loads first. */
  readonly preload: string;
  /** The Node that runs files; absent: the one that runs us. */
  readonly node?: string;
  /** The terminal that is our standard input is read by somebody else: the program gets an empty one. */
  readonly withoutInput?: boolean;
  readonly clock?: Clock;
  /** A hub that stays, and what it is asked through; absent: the run has one of its own. */
  readonly join?: Dial;
  /** Of Eddy, as its hub tells it. */
  readonly version?: string;
  /** Serves the dashboard, where the options ask for it. */
  readonly page?: PageListening;
  /** The first of a kind at its sites, as it is seen. */
  onFinding?(finding: Finding): void;
  /** A rule of the configuration was passed. */
  onAlert?(alert: Alert): void;
  /** Where a dump was written: at SIGQUIT, or because flows were pending at the end. */
  onDump?(path: string): void;
  /** Of a session: a probe that acted, was bound or was refused. */
  onSessionEvent?(event: EddyEvent): void;
  /** Where the dashboard of this run is entered. */
  onPage?(link: string): void;
  /** The program runs: from here to its end it can be looked at, and be sent a signal. */
  onStarted?(program: StartedProgram): void;
}

export interface StartedProgram {
  signal(name: NodeJS.Signals): void;
  dump(): Promise<Dump>;
}

export interface RunOutcome {
  readonly end: ProgramEnd;
  readonly report: Report;
  /** Absolute, where they were asked for and written. */
  readonly reportPath?: string;
  readonly eventsPath?: string;
  /** What of ours went wrong; the run went on. */
  readonly troubles: readonly Error[];
}

/**
 * Runs one program to its end. Throws before it is started (no such program, a file that cannot be written), and never
 * after: from then on the program's end is what counts, and what goes wrong with us is a trouble.
 */
export async function runProgram(request: RunRequest): Promise<RunOutcome> {
  const { options, cwd, env, clock = systemClock } = request;
  const [word, ...args] = request.words;
  const program = findProgram(word, args, {
    cwd,
    path: options.tests === true ? withLocalPrograms(env.PATH ?? '', cwd) : (env.PATH ?? ''),
    node: request.node ?? process.execPath,
    virtualEnv: env.VIRTUAL_ENV,
    python: options.python,
  });
  const inherited = inheritedFiles();
  const owner = new Owner();
  const troubles: Error[] = [];
  try {
    const files = openFiles(options, cwd, clock, owner);
    const outlets = openOutlets(options, clock, alert => request.onAlert?.(alert));
    const listener: HostListener = {
      onEvent: event => {
        files.events?.write(event);
        outlets.onEvent(event);
      },
      onSessionEvent: event => request.onSessionEvent?.(event),
      onFinding: finding => {
        request.onFinding?.(finding);
        outlets.onFinding(finding);
      },
      onTrouble: error => troubles.push(error),
    };
    owner.own(onOwnFailure(error => troubles.push(error)));
    const host = await openHost(request, listener, clock, owner);
    if (host.link !== undefined) request.onPage?.(host.link);
    let launched: Launched | undefined;
    const keep = (report: Report | undefined) =>
      tryOrNote(troubles, () => {
        if (report !== undefined) files.report?.write(report);
      });
    const dumpNow = async () => {
      const path = files.dump.write(await host.dump());
      request.onDump?.(path);
    };
    const relay = new SignalRelay(
      () => {
        // Who sends one may send SIGKILL next, to us: what is known by now is kept.
        if (launched !== undefined) keep(host.report());
      },
      () => void dumpNow().catch(error => troubles.push(error)),
    );
    owner.own(() => relay.close());
    const limits = options.inside?.limits;
    const told = {
      options: insideOptions(host.records === true ? { ...options, record: true } : options),
      ...(limits === undefined ? {} : { limits }),
      ...(host.plan === undefined ? {} : { plan: host.plan }),
    };
    launched = await launch(program, {
      env: targetEnvironment(env, request.preload, host.address, told),
      cwd,
      files: inherited,
      input: request.withoutInput ? 'ignore' : 'inherit',
    });
    host.started(launched.pid, silentTarget(program, launched.pid, clock));
    relay.startSending(launched.signal);
    request.onStarted?.({ signal: launched.signal, dump: () => host.dump() });
    const swept = removeLeftFolders(clock.now()).catch(() => {});
    owner.own(() => swept);
    const end = await launched.ended;
    await host.ended(end);
    await files.events?.close();
    if (files.events !== undefined) noteDrops(files.events, host, troubles);
    await closeOutlets(outlets, host, troubles);
    const { report, pending } = await host.last();
    keep(report);
    if (pending !== undefined) tryOrNote(troubles, () => request.onDump?.(files.dump.write(pending)));
    const isWritten = files.report?.isWritten === true;
    return {
      end,
      report,
      troubles,
      ...(isWritten ? { reportPath: files.report!.path } : {}),
      ...(files.events === undefined ? {} : { eventsPath: files.events.path }),
    };
  } finally {
    await owner.close().catch(error => troubles.push(error));
  }
}

/** Runners are packages of the project: what the shell would not find is looked for where npm puts their programs. */
function withLocalPrograms(path: string, cwd: string): string {
  const folders: string[] = [];
  for (let at = cwd; ; at = dirname(at)) {
    folders.push(join(at, 'node_modules', '.bin'));
    if (at === dirname(at)) return [path, ...folders].join(delimiter);
  }
}

function openHost(request: RunRequest, listener: HostListener, clock: Clock, owner: Owner): Promise<RunHost> {
  const { options, words, cwd } = request;
  const name = options.name === undefined ? {} : { name: options.name };
  const records = insideOptions(options).events ? { records: true as const } : {};
  const who = { version: controlVersion, pid: process.pid, ...name, ...records };
  // From here on it is told: to other terminals, in reports, into the store.
  const card: RunCard = { ...who, words: hideInWords(words), cwd, started: clock.now() };
  if (request.join !== undefined) return openJoined(request.join, { card, options, clock, listener }, owner);
  const { observeOnly, probing, rules = {}, dashboard } = options;
  const page = dashboard === undefined || request.page === undefined ? {} : { page: request.page };
  const { version = '' } = request;
  return openEmbedded({ card, clock, observeOnly, rules, probing, listener, version, ...page }, owner);
}

interface Files {
  readonly dump: DumpFile;
  readonly report: ReportFile | undefined;
  readonly events: EventFile | undefined;
}

function openFiles(options: RunOptions, cwd: string, clock: Clock, owner: Owner): Files {
  // Before either is opened: opening the events' file empties it.
  if (options.report !== undefined && options.events !== undefined) {
    const path = resolve(options.report);
    if (path === resolve(options.events)) {
      throw fail('bad-option', `--report and --events name the same file, ${path}.`, { hint: 'Name two files.' });
    }
  }
  const dump = new DumpFile(options.dump, cwd);
  const report = options.report === undefined ? undefined : new ReportFile(options.report);
  if (report !== undefined) owner.own(() => report.discard());
  const events = options.events === undefined ? undefined : new EventFile(options.events, clock);
  if (events !== undefined) owner.own(() => events.close());
  return { dump, report, events };
}

/** What we know ourselves of a program that Node or Python runs. Of a command we do not know whether it is one. */
function silentTarget({ file, args }: Program, pid: number, clock: Clock): TargetInfo | undefined {
  const note = 'The program ended before it reported anything';
  const of = (node: string, notes: string[]): TargetInfo => ({
    id: newTargetId(),
    kind: 'process',
    pid,
    thread: 0,
    node,
    argv: hideInWords([file, ...args]),
    started: clock.now(),
    isolation: false,
    notes,
  });
  if (file === process.execPath) return of(process.versions.node, [`${note}.`]);
  if (!isPython(file)) return undefined;
  return { ...of('', [`${note}, or its Python leaves the environment or the site aside (-E, -I, -S).`]), python: '' };
}

function noteDrops(events: EventFile, host: RunHost, troubles: Error[]): void {
  if (events.error !== undefined) troubles.push(events.error);
  if (events.droppedCount > 0) host.drop('events file', events.droppedCount);
}

async function closeOutlets(outlets: RunOutlets, host: RunHost, troubles: Error[]): Promise<void> {
  const closed = await outlets.close();
  troubles.push(...closed.troubles);
  for (const [what, count] of closed.dropped) host.drop(what, count);
}

/** A failure of ours must not leave the program alone in the middle of its run. */
function onOwnFailure(note: (error: Error) => void): () => void {
  process.on('uncaughtException', note);
  return () => void process.off('uncaughtException', note);
}

function tryOrNote(troubles: Error[], run: () => void): void {
  try {
    run();
  } catch (error) {
    const message = error instanceof Error ? error : new Error(String(error));
    if (!troubles.some(one => one.message === message.message)) troubles.push(message);
  }
}
