import type { Hold } from '../../../wire/protocol/index.ts';
import type { Runtime } from '../core/index.ts';
import { stackOf } from './flow-stack.ts';
import type { HeldFlow } from './held-flow.ts';

export function describeHeld(rt: Runtime, held: HeldFlow, waiters: Hold['waiters']): Hold {
  const { visit, probe } = held;
  return {
    id: held.id,
    target: rt.target,
    probe: probe.spec.id,
    session: probe.spec.session,
    kind: held.kind,
    flow: visit.flow.id,
    flowName: visit.flow.name,
    place: visit.place,
    since: held.since,
    ...(held.until === undefined ? {} : { until: held.until }),
    stack: stackOf(visit, held.kind === 'stop'),
    holds: [...(visit.flow.held ?? [])].map(one => one.title ?? 'something'),
    waiters,
  };
}
