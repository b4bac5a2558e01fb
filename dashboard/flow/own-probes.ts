import type { EddyEvent, SessionView } from '../../src/wire/protocol/index.ts';
import type { Model } from '../model/index.ts';
import type { NextPlace } from './next-places.ts';

/** The session that a flow’s page sets its probes in; it concerns this flow alone. */
export function ownSessionName(id: string): string {
  return `flow-${id}`;
}

export type OwnKind = 'hold' | 'stop' | 'snap';

/** Each acts once: what one wants to hold again, one asks for again. */
export async function setProbes(
  model: Pick<Model, 'ask' | 'refreshSessions'>,
  id: string,
  kind: OwnKind,
  places: readonly NextPlace[],
): Promise<void> {
  await model.ask('probe', {
    session: ownSessionName(id),
    match: [{ by: 'flow', id }],
    probes: places.map(place => ({ kind, place })),
    limits: { maxHits: 1 },
  });
  await model.refreshSessions();
}

/** Probes that were set with the one that was hit, and have nothing more to do. */
export function othersOf({ probes, id }: SessionView, { session, data }: EddyEvent): string[] {
  const hit = probes.find(({ spec }) => spec.id === data.probe);
  if (session !== id || (hit === undefined && typeof data.probe !== 'string')) return [];
  return probes.filter(one => one !== hit && one.hits === 0).map(({ spec }) => spec.id);
}
