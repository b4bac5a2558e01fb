import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { Choices } from '../gates-fuzz/choices.ts';
import { HubProcess } from './hub-process.ts';
import { holdAnn, hubEnvironment, Shop } from './shop.ts';
import { type HeardTarget, SmallHub } from './small-hub.ts';

/** What goes wrong is over in far less. */
const roundMs = 20_000;
const customers = ['ann', 'ann', 'eve', 'eve'];

export interface RestartsWanted {
  readonly rounds: number;
  readonly seed: number;
  /** A folder for it alone. */
  readonly home: string;
  /** In percent: of the hubs, those with a process of their own that is killed. */
  readonly killShare: number;
}

export interface Restarts {
  readonly seed: number;
  readonly rounds: number;
  readonly answered: number;
  /** Rounds whose hub saw a flow held when it went. */
  readonly held: number;
  readonly killed: number;
  /** From the opening of a hub to the full state of every target, in ms, the longest. */
  readonly longestBackMs: number;
  readonly problems: readonly string[];
}

/** One server with a thread, four customers, and a hub that goes and comes: closed, or killed with its process. */
export async function restarts({ rounds, seed, home, killShare }: RestartsWanted): Promise<Restarts> {
  const choices = new Choices(seed);
  const problems: string[] = [];
  let [answered, held, killed, longestBackMs, over] = [0, 0, 0, 0, false];
  const path = join(home, 'hub');
  const within = new SmallHub(path, holdAnn as never);
  const shop = new Shop(hubEnvironment(path, { keep: true, events: true }, { EDDY_TOKEN: within.token }));
  try {
    await shop.ask('/stay');
    await shop.ask('/fail');
    const working = customers.map(async user => {
      while (!over) {
        const answer = JSON.stringify(await shop.ask('/buy', user));
        answered++;
        if (answer !== JSON.stringify({ id: user, total: 70 })) problems.push(`${user} got ${answer}`);
        await later(1);
      }
    });
    const customersDone = Promise.all(working).catch(error => problems.push(`a request failed: ${error}`));
    for (let round = 1; round <= rounds && problems.length === 0; round++) {
      const hub = choices.chance(killShare) ? new HubProcess(path, within.token) : within;
      const before = performance.now();
      await hub.open();
      // Most are gone again only when all targets are back; the others in the midst of it.
      const isWaitedFor = round === 1 || round === rounds || choices.chance(70);
      if (isWaitedFor) {
        const back = await orLate(hub.until(isWhole), roundMs);
        if (back === 'late') problems.push(`round ${round}: not back: ${describe(hub.heard)}`);
        longestBackMs = Math.max(longestBackMs, performance.now() - before);
        // The first may be there before a state was ever said.
        if (round > 1) problems.push(...wrongOrder(hub.heard).map(one => `round ${round}: ${one}`));
      }
      if (isWaitedFor && choices.chance(60)) {
        const isHeld = await orLate(hub.until(hasHeld), roundMs);
        if (isHeld === 'late') problems.push(`round ${round}: nobody was held: ${describe(hub.heard)}`);
        held++;
      }
      await later(choices.below(30));
      if (hub !== within) killed++;
      await hub.close();
      const count = answered;
      const served = (async () => {
        while (answered < count + customers.length && problems.length === 0) await later(1);
      })();
      if ((await orLate(served, roundMs)) === 'late') problems.push(`round ${round}: somebody is held without a hub`);
      await later(choices.below(40));
    }
    over = true;
    if ((await orLate(customersDone, roundMs)) === 'late') problems.push('at the end somebody is held');
    const status = await shop.end();
    if (status !== 0) problems.push(`the server ended with ${status}`);
    if (shop.stderr !== '') problems.push(`the server said: ${shop.stderr}`);
  } finally {
    over = true;
    shop.kill();
    await within.close();
  }
  return { seed, rounds, answered, held, killed, longestBackMs: Math.round(longestBackMs), problems };
}

type Heard = ReadonlyMap<string, HeardTarget>;

/** The process and its thread: who they are, how they stand, what was found, and an answer to the plan. */
function isWhole(heard: Heard): boolean {
  const all = [...heard.values()];
  const isThere = (one: HeardTarget) => one.state !== undefined && one.bindings !== undefined;
  const main = all.find(({ kind }) => kind === 'process');
  return all.length === 2 && all.every(isThere) && main?.findings.has('scope-not-active') === true;
}

function hasHeld(heard: Heard): boolean {
  return [...heard.values()].some(({ events }) => events.some(({ kind }) => kind === 'held'));
}

/** Each target: first who it is, the findings and the state, then what happens. */
function wrongOrder(heard: Heard): string[] {
  return [...heard].flatMap(([id, { says }]) => {
    const events = says.indexOf('event');
    const isRight =
      says[0] === 'target' && (events === -1 || (says.indexOf('state') < events && says.indexOf('state') > 0));
    return isRight ? [] : [`${id} said ${says.slice(0, 10).join()}`];
  });
}

function describe(heard: Heard): string {
  return JSON.stringify(
    [...heard].map(([id, { says, bindings, findings }]) => [id, says.slice(0, 8).join(), bindings, [...findings]]),
  );
}

async function orLate(work: Promise<unknown>, withinMs: number): Promise<unknown> {
  const stop = new AbortController();
  const late = later(withinMs, 'late', { signal: stop.signal }).catch(() => 'stopped');
  try {
    return await Promise.race([work, late]);
  } finally {
    stop.abort();
  }
}
