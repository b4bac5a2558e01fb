import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import type { Model } from '../model/index.ts';
import type { NextPlace } from './next-places.ts';

/** The session that a flow’s page sets its probes in; it concerns this flow alone. */
export function ownSessionName(id: string): string {
  return `flow-${id}`;
}

export type OwnKind = 'hold' | 'stop' | 'snap';

/** Each acts once: what one wants to hold again, one asks for again. Gives their ids. */
export async function setProbes(
  model: Pick<Model, 'ask' | 'refreshSessions'>,
  id: string,
  kind: OwnKind,
  places: readonly NextPlace[],
): Promise<string[]> {
  const { probes } = await model.ask('probe', {
    session: ownSessionName(id),
    match: [{ by: 'flow', id }],
    probes: places.map(place => ({ kind, place })),
    limits: { maxHits: 1 },
  });
  await model.refreshSessions();
  return probes.map(({ spec }) => spec.id);
}

/** Of probes that were set together, where the first hit counts: those that have nothing more to do. */
export function othersOf(together: readonly string[], { data }: EddyEvent): string[] {
  const hit = data.probe;
  return typeof hit === 'string' && together.includes(hit) ? together.filter(id => id !== hit) : [];
}
