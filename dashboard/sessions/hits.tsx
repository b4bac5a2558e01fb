import { useState } from 'preact/hooks';
import type { SessionView } from '../../src/wire/protocol/index.ts';
import type { Model } from '../model/index.ts';
import { seriesOf } from '../source/index.ts';
import { sayCount } from '../words/index.ts';
import { Comparison } from './comparison.tsx';
import { type Hit, olderHits } from './hit-list.ts';
import { HitRow } from './hit-row.tsx';
import { useHits } from './use-hits.ts';

interface HitsProps {
  readonly model: Model;
  readonly sessions: readonly SessionView[];
  readonly chosen: SessionView | undefined;
  readonly onShow: (file: string, line?: number, target?: string) => void;
}

const page = 100;

/** What probes did, the newest first; two of them side by side. */
export function Hits({ model, sessions, chosen, onShow }: HitsProps) {
  const hits = useHits(model, chosen?.id);
  const [most, setMost] = useState(page);
  const [open, setOpen] = useState<string | undefined>(undefined);
  /** The one that was chosen first goes first. */
  const [pair, setPair] = useState<readonly Hit[]>([]);
  const older = olderHits(sessions, hits, chosen?.id);
  const toggle = (hit: Hit) =>
    setPair(now =>
      now.some(({ key }) => key === hit.key) ? now.filter(({ key }) => key !== hit.key) : [...now, hit].slice(-2),
    );
  return (
    <section class="sessions-hits" aria-labelledby="hits-title">
      <div class="row">
        <h2 id="hits-title" class="grow">
          Hits{chosen !== undefined && ` of ${chosen.name}`}{' '}
          {hits.length > 0 && <span class="chip">{hits.length}</span>}
        </h2>
        {pair.length === 1 && <span class="quiet">Choose another one to compare it with.</span>}
        {pair.length > 0 && (
          <button type="button" onClick={() => setPair([])}>
            Compare none
          </button>
        )}
      </div>
      {pair.length === 2 && <Comparison hits={pair} />}
      {hits.length === 0 && (
        <p class="quiet">
          {older > 0
            ? 'They are in no list any more.'
            : 'No probe was met yet. Each snap, log and hold is listed here.'}
        </p>
      )}
      {hits.length > 0 && (
        <table class="hit-table">
          <thead>
            <tr>
              <th scope="col">
                <span class="unseen">Compare</span>
              </th>
              <th scope="col">Time</th>
              <th scope="col">What</th>
              <th scope="col">Flow</th>
              <th scope="col">Place</th>
              <th scope="col">There</th>
            </tr>
          </thead>
          <tbody>
            {hits.slice(0, most).map(hit => (
              <HitRow
                key={hit.key}
                model={model}
                hit={hit}
                series={seriesOf(hit.session ?? '', sessions)}
                isOpen={open === hit.key}
                isCompared={pair.some(({ key }) => key === hit.key)}
                onOpen={() => setOpen(open === hit.key ? undefined : hit.key)}
                onCompare={() => toggle(hit)}
                onShow={onShow}
              />
            ))}
          </tbody>
        </table>
      )}
      {hits.length > most && (
        <button type="button" onClick={() => setMost(most + page)}>
          Show {Math.min(page, hits.length - most)} more of {hits.length}
        </button>
      )}
      {older > 0 && hits.length > 0 && (
        <p class="quiet">{sayCount(older, 'older hit is', 'older hits are')} in no list any more.</p>
      )}
    </section>
  );
}
