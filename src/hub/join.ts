import { type Clock, fail, type Owner } from '../base/index.ts';
import {
  type ControlAnswer,
  type Dump,
  type EventKind,
  lostOnTheWay,
  type Report,
  type RunCard,
  type RunOptions,
  type RunPlace,
  RunRecord,
  type TargetInfo,
} from '../wire/protocol/index.ts';
import type { ProgramEnd } from './engine/node/index.ts';
import type { HostListener, RunHost } from './host.ts';
import { keysWithoutEffect, mustObserveOnly } from './hub-rules.ts';
import { type Dial, type HubAsk, JoinedHub } from './joined-hub.ts';
import { OwnEvents } from './own-events.ts';

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
  const hub = await JoinedHub.open(dial, clock, options.inside?.reconnect);
  owner.own(() => hub.close());
  const { probing } = options;
  if (probing.probes.length > 0 || probing.session !== undefined) await setProbes(hub, options);
  const name = card.name === undefined ? {} : { name: card.name };
  const records = card.records === undefined ? {} : { records: true };
  const place = await hub.ask('openRun', { words: card.words, cwd: card.cwd, ...name, ...records });
  try {
    mustObserveOnly(options, place);
  } catch (error) {
    await hub.ask('endRun', { run: place.run, end: { how: 'lost' } });
    throw error;
  }
  tellOfRules(options, place, listener);
  const kinds = options.events === undefined ? toldKinds : undefined;
  const own = new OwnEvents(place.run, listener, kinds);
  await hub.follow(kinds, own);
  const local = new RunRecord(clock.now());
  let answer: ControlAnswer<'endRun'> | undefined;
  let rootPid: number | undefined;
  const link = options.dashboard === undefined ? undefined : await linkOf(hub, place);
  return {
    ...(link === undefined ? {} : { link }),
    ...(place.records === true ? { records: true } : {}),
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
      const ours = local.report(clock.now());
      const { report } = answer ?? { report: ours };
      // Those that no hub heard are counted there.
      const missed = own.missing - (report.dropped[lostOnTheWay] ?? 0);
      const file = (ours.dropped['events file'] ?? 0) + (options.events === undefined ? 0 : Math.max(0, missed));
      const dropped = { ...report.dropped, ...ours.dropped, ...(file === 0 ? {} : { 'events file': file }) };
      return { ...answer, report: { ...report, dropped } };
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
  'probe-failed',
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

/** Asked before the program is started; one that is not to be had is no run. */
async function linkOf(hub: Pick<HubAsk, 'ask'>, { run }: RunPlace): Promise<string> {
  const { link } = await hub.ask('dashboard', {}).catch(() => ({ link: undefined }));
  if (link !== undefined) return link;
  await hub.ask('endRun', { run, end: { how: 'lost' } });
  throw fail('refused', 'The hub of this run has no dashboard.', {
    hint: 'Start it with one: eddy serve --dashboard. Or leave --dashboard away, and say: eddy open.',
  });
}

function tellOfRules({ rules }: RunOptions, place: RunPlace, listener: HostListener): void {
  if (rules === undefined || place.rules === undefined) return;
  const keys = keysWithoutEffect(rules, place.rules);
  if (keys.length === 0) return;
  listener.onTrouble(
    fail('bad-config', `Sessions are the hub’s, by the hub’s own configuration: ${keys.join(', ')} had no effect.`, {
      hint: 'Set them where eddy serve is started.',
    }),
  );
}
