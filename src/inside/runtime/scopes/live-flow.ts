import { fail } from '../../../base/index.ts';
import { type Flow, runtime } from '../core/index.ts';
import type { FlowInfo } from '../flows.ts';

/** The flow that a program was told of; the current one when it names none. */
export function liveFlow(told?: Pick<FlowInfo, 'id'>): Flow {
  const rt = runtime();
  if (told === undefined || told.id === rt.flow().id) return rt.flow();
  for (const flow of rt.liveFlows()) if (flow.id === told.id) return flow;
  throw fail('unknown-id', `No live flow has the id ${told.id}.`, {
    hint: 'Take it from currentFlow() inside that flow.',
  });
}
