import type { Hub } from '../../src/doors/client/index.ts';
import type { ProbeView } from '../../src/wire/protocol/index.ts';
import { until } from './index.ts';

/** Until so many targets have told the hub that they are there: a program's first words come before its keeper has called. */
export async function targetsThere(hub: Hub, count = 1): Promise<void> {
  await until(async () => ((await hub.ask('status', {})).targets.length >= count ? true : undefined));
}

/** Probes as they stand when so many targets have said what became of each: the answer that sets them waits a second for that. */
export function answeredBy(hub: Hub, count: number, probes: readonly Pick<ProbeView, 'spec'>[]): Promise<ProbeView[]> {
  return until(async () => {
    const { sessions } = await hub.ask('sessions', { withoutEvents: true });
    const all = sessions.flatMap(session => session.probes);
    const views = probes.flatMap(({ spec }) => all.find(one => one.spec.id === spec.id) ?? []);
    const said = views.filter(({ bindings, unanswered }) => bindings.length === count && unanswered.length === 0);
    return said.length === probes.length ? said : undefined;
  });
}
