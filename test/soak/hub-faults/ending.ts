import type { StoredEvent, StoredRun, StoreStatus } from '../../../src/wire/protocol/index.ts';
import type { PartEnd } from '../faults/part.ts';
import { isKilled } from './plan.ts';
import type { Stage } from './stage.ts';
import { until } from './until.ts';

/** What the last hub knows of all that was. */
export interface Past {
  readonly events: readonly StoredEvent[];
  readonly runs: readonly StoredRun[];
  readonly store: StoreStatus;
}

/** The shop, and who started it, end as they would without a hub. Gives what is wrong. */
export async function endShop({ plan: { row, way }, run, shopPid }: Stage): Promise<string[]> {
  if (row !== 'target') process.kill(shopPid, 'SIGTERM');
  const problems = wrongEnd('eddy run', await run.ended, row === 'target' ? 'SIGKILL' : 0);
  await run.drained;
  const over = run.lines.slice(1).join();
  const expected = row === 'target' ? '' : 'over 0';
  if (over !== expected) problems.push(`the shop ended with "${over}", not "${expected}"`);
  const mayMiss = isKilled(row, way) || way === 'every line closed';
  if (run.stderr !== '' && !(mayMiss && /^eddy: The hub is gone/.test(run.stderr)))
    problems.push(`eddy run said ${run.stderr}`);
  return problems;
}

export async function readPast(stage: Stage): Promise<Past> {
  const { row } = stage.plan;
  if (row === 'killed') {
    await stage.startHub();
    await stage.watch();
  }
  const { hub } = await stage.witness();
  if (row === 'target') await until(async () => (await hub.ask('status', {})).targets.length === 0);
  const events: StoredEvent[] = [];
  for (let more = true; more; ) {
    const page = await hub.ask('events', { after: events.at(-1)?.cursor ?? 0 });
    events.push(...page.events);
    more = page.more;
  }
  const { runs } = await hub.ask('history', {});
  const { store } = await hub.ask('status', {});
  return { events, runs, store };
}

/** Gives what is wrong. */
export async function endHub({ hub, hubs, witnesses }: Stage): Promise<string[]> {
  await Promise.all(witnesses.map(witness => witness.end()));
  hub.kill('SIGINT');
  const problems = wrongEnd('the hub', await hub.ended, 0);
  await hub.drained;
  if (hub.lines.at(-1) !== '{"ended":true}') problems.push(`the hub ended with ${hub.lines.at(-1)}`);
  for (const { stderr } of hubs) if (stderr !== '') problems.push(`a hub said ${stderr}`);
  return problems;
}

export function wrongEnd(who: string, end: PartEnd, wanted: number | string): string[] {
  const how = end.signal ?? end.status;
  return how === wanted ? [] : [`${who} ended with ${how}, not ${wanted}`];
}
