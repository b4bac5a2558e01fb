import type { Clock, Owner } from '../base/index.ts';
import { isSameToken, nodeCrypto } from '../base/index.ts';
import type {
  Dump,
  EddyEvent,
  Finding,
  Plan,
  ProbeOptions,
  Report,
  RunCard,
  SessionRules,
  TargetInfo,
} from '../wire/protocol/index.ts';
import type { DebugpyEngine } from './engine/debugpy/index.ts';
import type { HubAddress, ProgramEnd } from './engine/node/index.ts';
import { openPrivateFolder, writeRunCard } from './listen/index.ts';
import { type OpenPage, openPage, type PageListening } from './page.ts';
import { Plane } from './plane.ts';
import type { Run } from './run.ts';
import { runDoers } from './run-status.ts';
import type { ControlDesk } from './session/index.ts';

/** The hub of a program that is about to be started: one of its own, or one that stays. */
export interface RunHost {
  readonly address: HubAddress;
  /** What is asked for from the first line on; absent: nothing. */
  readonly plan?: Plan;
  /** Id of the run, where the hub has several. */
  readonly run?: string;
  /** Asked directly; absent where the hub is another process. */
  readonly desk?: ControlDesk;
  /** It wants every event, whatever was asked for. */
  readonly records?: true;
  /** Where its dashboard is entered; absent: it has none. */
  readonly link?: string;
  /** Absent where the hub is another process. */
  readonly debugpy?: DebugpyEngine;
  /** `silent`: what is told of it when it ends before it said a word. */
  started(pid: number, silent: TargetInfo | undefined): void;
  /** As far as it is known here now. */
  report(): Report | undefined;
  dump(): Promise<Dump>;
  ended(end: ProgramEnd): Promise<void>;
  /** Until no target is connected, at most so long. Absent where the hub is another process. */
  idle?(withinMs: number): Promise<boolean>;
  /** What was let go of ours. */
  drop(what: string, count: number): void;
  /** Everything of the run, when it has ended. */
  last(): Promise<{ readonly report: Report; readonly pending?: Dump }>;
}

export interface HostListener {
  onEvent(event: EddyEvent): void;
  /** Of a session that the hub keeps. */
  onSessionEvent(event: EddyEvent): void;
  onFinding(finding: Finding): void;
  /** Something of ours went wrong. */
  onTrouble(error: Error): void;
}

export interface EmbeddedOptions {
  readonly card: RunCard;
  readonly clock: Clock;
  readonly observeOnly: boolean;
  readonly rules?: SessionRules;
  readonly probing: ProbeOptions;
  readonly listener: HostListener;
  /** Of Eddy. */
  readonly version?: string;
  /** Where the dashboard is wanted; absent: nowhere. */
  readonly page?: PageListening;
}

/** What is still in the pipes when the program is gone; processes that it left behind are not waited for longer. */
const drainMs = 250;

/** A hub for one run, which ends with it. Other terminals of the same user can look in while it is there. */
export async function openEmbedded(options: EmbeddedOptions, owner: Owner): Promise<RunHost> {
  const { card, clock, observeOnly, rules = {}, probing, listener, version = '' } = options;
  const folder = openPrivateFolder();
  owner.own(() => folder.remove());
  const [targetToken, token] = [newToken(), newToken()];
  let page: OpenPage | undefined;
  const plane: Plane = new Plane({
    card,
    folder: folder.path,
    observeOnly,
    rules,
    clock,
    token,
    admit: given => (isSameToken(given, targetToken) ? run : undefined),
    doers: runDoers({
      plane: () => plane,
      run: () => run,
      card,
      version,
      link: () => page?.newLink(),
      listens: () => (page === undefined ? [] : [page.address]),
    }),
  });
  const run: Run = plane.openRun('', card, {
    onEvent: event => {
      listener.onEvent(event);
      if (plane.concernsSession(event)) listener.onSessionEvent(event);
    },
    onFinding: finding => listener.onFinding(finding),
  });
  owner.own(() => plane.close());
  await plane.open();
  page = await tryOpenPage(options.page, { address: plane.controlSocket, token }, owner);
  // Last: whoever finds the card finds the socket open.
  writeRunCard(folder.path, { card, token });
  plane.desk.begin(probing, { pid: process.pid, uid: process.getuid?.() ?? -1, as: 'eddy run' });
  return {
    address: { socket: plane.hubSocket, token: targetToken },
    desk: plane.desk,
    ...(page === undefined ? {} : { link: page.newLink() }),
    debugpy: plane.debugpy,
    ...(probing.probes.length === 0 ? {} : { plan: plane.desk.book.plan }),
    started: (pid, silent) => run.record.rootStarted(pid, silent),
    report: () => run.report(),
    dump: () => plane.desk.dump(),
    async ended(end) {
      await plane.targets.waitForIdle(drainMs);
      plane.takeLeft(run);
      run.record.rootEnded(end, clock.now());
    },
    idle: withinMs => plane.targets.waitForIdle(withinMs),
    drop: (what, count) => run.record.drop(what, count),
    async last() {
      const pending = plane.pendingDump(run);
      return { report: run.report(), ...(pending === undefined ? {} : { pending }) };
    },
  };
}

async function tryOpenPage(
  wanted: PageListening | undefined,
  hub: { readonly address: string; readonly token: string },
  owner: Owner,
): Promise<OpenPage | undefined> {
  if (wanted === undefined) return undefined;
  const page = await openPage(wanted.at, () => wanted.open(hub));
  owner.own(() => page.close());
  return page;
}

export function newToken(): string {
  return nodeCrypto().randomBytes(24).toString('base64url');
}
