import { fail, nearest } from '../../base/index.ts';
import type { RunCard } from '../../wire/protocol/index.ts';
import { type Hub, HubLine } from './hub-line.ts';
import { type FoundRun, findRuns, otherOwners } from './runs.ts';

interface Greeted {
  readonly hub: HubLine;
  /** Of its processes. */
  readonly pids: readonly number[];
  /** Of a hub that stays: the names of what runs there. */
  readonly names: readonly string[];
}

export interface RunningRun extends RunCard {
  /** Of the processes that have reported in. */
  readonly pids: readonly number[];
}

/**
 * Dials the run of that name or pid (Eddy's own, or one of its program's); without, the only one that there is.
 * `bases`: the folders in which runs have theirs; those of this user unless told.
 */
export async function openHub(wanted: string | undefined, as: string, bases?: readonly string[]): Promise<Hub> {
  const all = await greetAll(as, bases);
  let chosen: Greeted | undefined;
  try {
    if (all.length === 0) throw nothingRuns(otherOwners(bases));
    chosen = choose(all, wanted);
    return chosen.hub;
  } finally {
    for (const one of all) if (one !== chosen) one.hub.close();
  }
}

/** The hub that stays, of that name; without, the only one. */
export async function openStaying(name: string | undefined, as: string, bases?: readonly string[]): Promise<Hub> {
  const all = await greetAll(as, bases);
  const staying = all.filter(({ hub: { run } }) => run.stays === true && (name === undefined || run.name === name));
  for (const one of all) if (one !== staying[0] || staying.length > 1) one.hub.close();
  if (staying.length === 1) return staying[0]!.hub;
  const names = staying.map(({ hub: { run } }) => run.name).join(', ');
  if (staying.length > 1) {
    throw fail('no-run', `${staying.length} hubs are there: ${names}.`, {
      hint: `Say which, as in --hub ${staying[0]!.hub.run.name}.`,
    });
  }
  throw fail('no-run', name === undefined ? 'No hub is there.' : `No hub of the name ${name} is there.`, {
    hint: name === undefined ? 'Start one: eddy serve.' : `Start one: eddy serve --name ${name}.`,
  });
}

export async function listRuns(as: string, bases?: readonly string[]): Promise<RunningRun[]> {
  const all = await greetAll(as, bases);
  for (const { hub } of all) hub.close();
  return all.map(({ hub, pids }) => ({ ...hub.run, pids }));
}

async function greetAll(as: string, bases?: readonly string[]): Promise<Greeted[]> {
  const greeted = await Promise.all((await findRuns(bases)).map(run => greet(run, as)));
  return greeted.filter(one => one !== undefined);
}

/** Undefined when it ends meanwhile, or is not one that we can speak to. */
async function greet({ card, token, socket }: FoundRun, as: string): Promise<Greeted | undefined> {
  const hub = new HubLine(card, socket);
  try {
    const { targets, runs = [] } = await hub.hello(token, as);
    const names = runs.flatMap(({ name }) => (name === undefined ? [] : [name]));
    return { hub, pids: [...new Set(targets.map(({ pid }) => pid))], names };
  } catch {
    hub.close();
    return undefined;
  }
}

function nothingRuns(others: readonly number[]): Error {
  const start = 'Start one, as in: eddy run shop.ts.';
  if (others.length === 0) return fail('no-run', 'No program runs under Eddy now.', { hint: start });
  const who = others.map(uid => `uid ${uid}`).join(', ');
  return fail('no-run', `No program of this user runs under Eddy now.`, {
    hint: `Another user's may (${who}): run eddy as that user to look at it. ${start}`,
  });
}

function choose(all: readonly Greeted[], wanted: string | undefined): Greeted {
  const list = all.map(one => describe(one)).join('; ');
  const data = { runs: all.map(({ hub, pids }) => ({ ...hub.run, pids })) };
  if (wanted === undefined) {
    if (all.length === 1) return all[0]!;
    throw fail('no-run', `${all.length} programs run under Eddy: ${list}.`, {
      hint: `Say which, as in --run ${all[0]!.hub.run.name ?? all[0]!.hub.run.pid}.`,
      data,
    });
  }
  const found = all.filter(({ hub, pids, names }) => {
    const { name, pid } = hub.run;
    return (
      name === wanted || String(pid) === wanted || pids.some(one => String(one) === wanted) || names.includes(wanted)
    );
  });
  if (found.length === 1) return found[0]!;
  if (found.length > 1) {
    throw fail('no-run', `${found.length} runs are "${wanted}": ${found.map(describe).join('; ')}.`, {
      hint: `Say which by its pid, as in --run ${found[0]!.hub.run.pid}.`,
      data,
    });
  }
  const near = nearest(
    wanted,
    all.flatMap(({ hub }) => (hub.run.name === undefined ? [] : [hub.run.name])),
  );
  throw fail('no-run', `No run is called "${wanted}", and none has that pid. There are: ${list}.`, {
    ...(near.length > 0 ? { hint: `Did you mean --run ${near[0]}?` } : {}),
    data,
  });
}

function describe({ hub: { run } }: Greeted): string {
  return `${run.name === undefined ? '' : `${run.name}, `}pid ${run.pid} (${run.words.join(' ').slice(0, 60)})`;
}
