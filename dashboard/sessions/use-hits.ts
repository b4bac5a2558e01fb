import { useEffect, useMemo, useState } from 'preact/hooks';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { useRarely } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { type Hit, hitsIn } from './hit-list.ts';

/** What probes did: as it is heard, and before that what the hub kept. */
export function useHits(model: Model, session: string | undefined): readonly Hit[] {
  const [kept, setKept] = useState<readonly EddyEvent[]>([]);
  const line = model.line.value;
  useEffect(() => {
    if (line !== 'there') return;
    let isWanted = true;
    model.ask('sessions', {}).then(
      ({ sessions }) => isWanted && setKept(sessions.flatMap(({ events }) => events)),
      // The hub went: when it is back it is asked again.
      () => {},
    );
    return () => {
      isWanted = false;
    };
  }, [model, line]);
  const recent = useRarely(model.recent, 400);
  return useMemo(() => {
    const hits = hitsIn([...kept, ...recent], session);
    return hits.filter(({ target }) => model.isShown(target));
  }, [model, model.run.value, kept, recent, session]);
}
