import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { type Clock, fail, newTargetId, Owner, systemClock } from '../base/index.ts';
import {
  controlSocketFile,
  controlVersion,
  type Dump,
  type EddyEvent,
  type Finding,
  type Report,
  type RunCard,
  type RunOptions,
  RunRecord,
  type TargetInfo,
  type TargetLine,
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
import {
  ControlSocket,
  openPrivateFolder,
  removeLeftFolders,
  TargetSocket,
  takeLeftLines,
  writeRunCard,
} from './listen/index.ts';
import { ControlDesk } from './session/index.ts';
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
  /** The first of a kind at its sites, as it is seen. */
  onFinding?(finding: Finding): void;
  /** Where a dump was written: at SIGQUIT, or because flows were pending at the end. */
  onDump?(path: string): void;
  /** Of a session: a probe that acted, was bound or was refused. */
  onSessionEvent?(event: EddyEvent): void;
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

/** What is still in the pipes when the program is gone; processes that it left behind are not waited for longer. */
const drainMs = 250;

/**
 * Runs one program to its end. Throws before it is started (no such program, a file that cannot be written), and never
 * after: from then on the program's end is what counts, and what goes wrong with us is a trouble.
 */
export async function runProgram(request: RunRequest): Promise<RunOutcome> {
  const { options, cwd, env, clock = systemClock } = request;
  const [word, ...args] = request.words;
  const program = findProgram(word, args, { cwd, path: env.PATH ?? '', node: request.node ?? process.execPath });
  const inherited = inheritedFiles();
  const owner = new Owner();
  const troubles: Error[] = [];
  try {
    const files = openFiles(options, cwd, clock, owner);
    const record = new RunRecord(clock.now(), {
      onEvent: event => {
        files.events?.write(event);
        if (concernsSession(event, desk)) request.onSessionEvent?.(event);
      },
      onFinding: finding => request.onFinding?.(finding),
    });
    let launched: Launched | undefined;
    const desk = new ControlDesk({
      engine: { order: (...order) => socket.order(...order) },
      run: runCard(request, clock),
      observeOnly: options.observeOnly,
      clock,
    });
    const pending: Extract<TargetLine, { say: 'activity' }>[] = [];
    const keepPending = (line: TargetLine) => {
      if (line.say === 'activity') pending.push(line);
    };
    const report = () => withSessions(record.report(clock.now()), desk);
    const keep = () => tryOrNote(troubles, () => files.report?.write(report()));
    owner.own(onOwnFailure(error => troubles.push(error)));
    const dumpNow = async () => {
      const path = files.dump.write(await desk.dump());
      request.onDump?.(path);
    };
    const relay = new SignalRelay(
      () => {
        // Who sends one may send SIGKILL next, to us: what is known by now is kept.
        if (launched !== undefined) keep();
      },
      () => void dumpNow().catch(error => troubles.push(error)),
    );
    owner.own(() => relay.close());
    const folder = openPrivateFolder();
    owner.own(() => folder.remove());
    const hub = { socket: join(folder.path, 'hub'), token: randomBytes(24).toString('base64url') };
    const socket: TargetSocket = new TargetSocket({
      path: hub.socket,
      token: hub.token,
      clock,
      onLine: line => {
        record.take(line);
        desk.take(line);
        keepPending(line);
      },
      onGone: (targets, why) => {
        if (why !== undefined) record.drop(why.count);
        for (const target of targets) takeLeft(hub.socket, record, keepPending, target);
        for (const target of targets) desk.targetEnded(target);
        record.lost(targets, clock.now(), why && `Its connection to the hub was closed: ${why.message}`);
      },
    });
    owner.own(() => socket.close());
    await socket.open();
    await openControl(folder.path, desk, request, clock, owner);
    desk.begin(options.probing, { pid: process.pid, uid: process.getuid?.() ?? -1, as: 'eddy run' });
    const inside = insideOptions(options);
    const told = options.probing.probes.length === 0 ? { options: inside } : { options: inside, plan: desk.book.plan };
    launched = await launch(program, {
      env: targetEnvironment(env, request.preload, hub, told),
      cwd,
      files: inherited,
      input: request.withoutInput ? 'ignore' : 'inherit',
    });
    record.rootStarted(launched.pid, silentTarget(program, launched.pid, clock));
    relay.startSending(launched.signal);
    const swept = removeLeftFolders(clock.now()).catch(() => {});
    owner.own(() => swept);
    const end = await launched.ended;
    await socket.waitForIdle(drainMs);
    takeLeft(hub.socket, record, keepPending);
    record.rootEnded(end, clock.now());
    await files.events?.close();
    if (files.events !== undefined) noteDrops(files.events, record, troubles);
    keep();
    if (pending.length > 0)
      tryOrNote(troubles, () => request.onDump?.(files.dump.write(dumpOf(pending, record, desk, request, clock))));
    const isWritten = files.report?.isWritten === true;
    return {
      end,
      report: report(),
      troubles,
      ...(isWritten ? { reportPath: files.report!.path } : {}),
      ...(files.events === undefined ? {} : { eventsPath: files.events.path }),
    };
  } finally {
    await owner.close().catch(error => troubles.push(error));
  }
}

/** For other terminals of the same user: where the run can be looked at and spoken to while it is there. */
async function openControl(folder: string, desk: ControlDesk, request: RunRequest, clock: Clock, owner: Owner) {
  const token = randomBytes(24).toString('base64url');
  const path = join(folder, controlSocketFile);
  const socket = new ControlSocket({
    path,
    token,
    clock,
    onCall: ({ request, caller, tell, gone }) => desk.call(request, caller, { tell, gone }),
  });
  owner.own(() => socket.close());
  await socket.open();
  // Last: whoever finds the card finds the socket open.
  writeRunCard(folder, { card: runCard(request, clock), token });
}

function runCard({ words, options, cwd }: RunRequest, clock: Clock): RunCard {
  const name = options.name === undefined ? {} : { name: options.name };
  return { version: controlVersion, pid: process.pid, ...name, words, cwd, started: clock.now() };
}

/** Where flows waited when the program ended. */
function dumpOf(
  pending: readonly Extract<TargetLine, { say: 'activity' }>[],
  record: RunRecord,
  { book }: ControlDesk,
  request: RunRequest,
  clock: Clock,
): Dump {
  const at = clock.now();
  const { targets } = record.report(at);
  const looks = pending.flatMap(({ target, activity }) => {
    const info = targets.find(({ id }) => id === target);
    return info === undefined ? [] : [{ target, info, activity }];
  });
  const sessions = book.sessions.map(session => session.view());
  return { version: 1, at, run: runCard(request, clock), targets: looks, holds: [], silent: [], sessions };
}

/** Of a session that the hub keeps, or of a hold that belongs to none: the wait before the first line. */
function concernsSession({ session, kind }: EddyEvent, { book }: ControlDesk): boolean {
  if (session !== undefined && session !== '') return book.session(session) !== undefined;
  return kind === 'held' || kind === 'stopped' || kind === 'resumed';
}

/** What the hub knows of sessions goes before what targets say of theirs. */
function withSessions(report: Report, { book }: ControlDesk): Report {
  const own = book.listing();
  if (own === undefined) return report;
  const { total, live, items, dropped } = report.sessions;
  const sessions = {
    total: own.total + total,
    live: own.live + live,
    items: [...own.items, ...items],
    dropped: own.dropped + dropped,
  };
  return { ...report, sessions };
}

/** Before a target counts as lost, and at the end those that never called in. */
function takeLeft(socketPath: string, record: RunRecord, onLine: (line: TargetLine) => void, target?: string): void {
  const { lines, badFiles } = takeLeftLines(socketPath, target);
  for (const line of lines) {
    record.take(line);
    onLine(line);
  }
  if (badFiles > 0 && target === undefined) record.drop('last words', badFiles);
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

/** What we know ourselves of a program that Node runs. Of a command we do not know whether it is one. */
function silentTarget({ file, args }: Program, pid: number, clock: Clock): TargetInfo | undefined {
  if (file !== process.execPath) return undefined;
  return {
    id: newTargetId(),
    kind: 'process',
    pid,
    thread: 0,
    node: process.versions.node,
    argv: [file, ...args],
    started: clock.now(),
    isolation: false,
    notes: ['The program ended before it reported anything.'],
  };
}

function noteDrops(events: EventFile, record: RunRecord, troubles: Error[]): void {
  if (events.error !== undefined) troubles.push(events.error);
  if (events.droppedCount > 0) record.drop('events file', events.droppedCount);
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
