import { type Clock, fail, type Owner } from '../base/index.ts';
import {
  type ControlAnswer,
  type Dump,
  type EddyEvent,
  type EventKind,
  type Report,
  type RunCard,
  type RunOptions,
  RunRecord,
  type TargetInfo,
} from '../wire/protocol/index.ts';
import type { ProgramEnd } from './engine/node/index.ts';
import type { HostListener, RunHost } from './host.ts';
import { type Dial, type HubAsk, JoinedHub } from './joined-hub.ts';

export type { Dial, HubAsk } from './joined-hub.ts';

export interface JoinOptions {
  readonly card: RunCard;
  readonly options: RunOptions;
  readonly clock: Clock;
  readonly listener: HostListener;
}

/** The program's targets dial in at a hub that stays. It may go meanwhile: then the program runs on, and we know only its end. */
export async function openJoined(
  dial: Dial,
  { card, options, clock, listener }: JoinOptions,
  owner: Owner,
): Promise<RunHost> {
  const hub = await JoinedHub.open(dial, clock);
  owner.own(() => hub.close());
  const { probing } = options;
  if (probing.probes.length > 0 || probing.session !== undefined) await setProbes(hub, options);
  const name = card.name === undefined ? {} : { name: card.name };
  const place = await hub.ask('openRun', { words: card.words, cwd: card.cwd, ...name });
  const own = new OwnEvents(place.run, listener);
  await hub.follow(options.events === undefined ? toldKinds : undefined, own);
  const local = new RunRecord(clock.now());
  let answer: ControlAnswer<'endRun'> | undefined;
  let rootPid: number | undefined;
  return {
    address: { socket: place.hub, token: place.token, stays: true },
    plan: place.plan,
    started(pid: number, silent: TargetInfo | undefined) {
      rootPid = pid;
      local.rootStarted(pid, silent);
    },
    report: () => undefined,
    dump: (): Promise<Dump> => hub.ask('dump', {}),
    async ended(end: ProgramEnd) {
      local.rootEnded(end, clock.now());
      const ask = { run: place.run, end, ...(rootPid === undefined ? {} : { pid: rootPid }) };
      try {
        answer = await hub.ask('endRun', ask);
      } catch (cause) {
        local.drop('report of the hub');
        listener.onTrouble(
          fail('no-answer', 'The hub is gone, and what it saw of this run with it: the report knows the end alone.', {
            hint: 'What it has kept: eddy history.',
            cause,
          }),
        );
      }
    },
    drop: (what, count) => local.drop(what, count),
    async last(): Promise<{ report: Report; pending?: Dump }> {
      return answer ?? { report: local.report(clock.now()) };
    },
  };
}

/** What is told while it runs, when nobody asked for every event. */
const toldKinds: readonly EventKind[] = [
  'target-started',
  'target-ended',
  'finding',
  'probe-bound',
  'probe-refused',
  'held',
  'resumed',
  'stopped',
  'snap',
  'log',
];

async function setProbes(hub: Pick<HubAsk, 'ask'>, { probing }: RunOptions): Promise<void> {
  const { session, match, probes, limits } = probing;
  await hub.ask('probe', { match, probes, limits, ...(session === undefined ? {} : { session }) });
}

/** Of all that the hub tells, what concerns the targets of one run. */
class OwnEvents {
  readonly #run: string;
  readonly #listener: HostListener;
  readonly #targets = new Set<string>();

  constructor(run: string, listener: HostListener) {
    this.#run = run;
    this.#listener = listener;
  }

  onEvent(event: EddyEvent): void {
    const { kind, target, data, session } = event;
    if (kind === 'target-started' && data.run === this.#run) {
      // A hub that was started again tells of it again.
      if (this.#targets.has(target)) return;
      this.#targets.add(target);
    }
    if (!this.#targets.has(target)) return;
    if (kind === 'finding' && data.finding !== undefined) {
      this.#listener.onFinding(data.finding as never);
      return;
    }
    this.#listener.onEvent(event);
    if (session !== undefined || kind === 'held' || kind === 'stopped' || kind === 'resumed') {
      this.#listener.onSessionEvent(event);
    }
  }
}
