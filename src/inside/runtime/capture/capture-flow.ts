import { hideSecrets } from '../../../base/index.ts';
import type { Site } from '../../../wire/protocol/index.ts';
import { type Flow, runtime } from '../core/index.ts';

export interface CapturedFlow {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly state: string;
  /** Epoch ms. */
  readonly startedAt: number;
  /** Absent while it runs. */
  readonly endedAt?: number;
  /** Nearest first, at most 16. */
  readonly parents: readonly { readonly id: string; readonly name: string }[];
  /** How many scopes, locks and sessions it holds. */
  readonly holding: number;
  /** Absent where its birth has no line in the program: the main flow, a request. */
  readonly born?: Site;
}

const maxParents = 16;

export function captureFlow(flow: Flow = runtime().flow()): CapturedFlow {
  const parents: { id: string; name: string }[] = [];
  for (let at = flow.parent; at !== undefined && parents.length < maxParents; at = at.parent)
    parents.push({ id: at.id, name: nameOf(at) });
  const born = flow.born?.site();
  return {
    id: flow.id,
    name: nameOf(flow),
    kind: flow.kind,
    state: flow.outcome ?? 'live',
    startedAt: flow.startedAt,
    ...(flow.endedAt === undefined ? {} : { endedAt: flow.endedAt }),
    parents,
    holding: flow.held?.size ?? 0,
    ...(born === undefined ? {} : { born }),
  };
}

// A request's flow is named after its URL, which can carry a token.
function nameOf(flow: Flow): string {
  return hideSecrets(flow.name.slice(0, 500));
}
