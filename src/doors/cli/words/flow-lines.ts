import { type FlowActivity, sayDuration } from '../../../wire/protocol/index.ts';
import { flowTree } from './flow-tree.ts';
import type { Paint } from './paint.ts';
import { oneLine, place } from './place.ts';

export interface SeenFlow {
  readonly flow: FlowActivity;
  /** Undefined: it has none, or it has ended. */
  readonly parent: FlowActivity | undefined;
  /** Epoch ms of the look. */
  readonly at: number;
}

/** One flow: who started it, what it has, and its async stack. */
export function flowLines(
  { flow, parent, at }: SeenFlow,
  look: { readonly cwd: string; readonly paint: Paint },
): string[] {
  const { holds, sessions } = flow;
  const tree = flowTree(flow, look);
  return [
    `${look.paint.bold(oneLine(flow.id))} ${oneLine(flow.name)} (${oneLine(flow.kind)}), ${oneLine(flow.state)}, ${sayDuration(at - flow.startedAt)} old`,
    startedBy(flow, parent, look.cwd),
    ...(holds.length === 0 ? [] : [`it has ${holds.map(oneLine).join(', ')}`]),
    ...(sessions.length === 0 ? [] : [`bound to session ${sessions.map(oneLine).join(', ')}`]),
    ...(tree.length > 0 ? tree : ['  none of its functions that have gates is alive']),
  ];
}

function startedBy(flow: FlowActivity, parent: FlowActivity | undefined, cwd: string): string {
  const born = flow.born === undefined ? '' : ` at ${place({ ...flow.born, function: '' }, cwd)}`;
  if (flow.parent === undefined) return `started${born === '' ? ' with the program or from outside' : born}`;
  const name = parent === undefined ? ' (ended)' : ` ${oneLine(parent.name)}`;
  return `started by ${oneLine(flow.parent)}${name}${born}`;
}
