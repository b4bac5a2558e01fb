import { addressOf } from '../frame/index.ts';
import type { FindingGroup, Model } from '../model/index.ts';
import { sayPlace, sayTime } from '../words/index.ts';
import type { Belongings } from './belongings.ts';
import { cancellationsOf } from './cancellations.ts';
import type { FlowDiary } from './flow-diary.ts';

interface CancellationsProps {
  readonly model: Model;
  readonly id: string;
  readonly belongings: Belongings;
  readonly findings: readonly FindingGroup[];
  readonly diary: FlowDiary;
}

/** Who cancelled it, and why. */
export function Cancellations({ model, id, belongings, findings, diary }: CancellationsProps) {
  const found = cancellationsOf(id, { belongings, findings, events: diary.events.value });
  if (found.length === 0) return null;
  return (
    <section>
      <h2>Cancelled</h2>
      <ul class="plain-list">
        {found.map(({ key, at, text, by, byName, place, finding }) => (
          <li key={key} class="card cancelled">
            {at !== undefined && <span class="quiet">{sayTime(at)} </span>}
            {text}
            {by !== undefined && (
              <>
                {' · '}
                <a href={addressOf('flow', [by])}>flow {byName ?? model.flows.find(by)?.name ?? by}</a>
              </>
            )}
            {place !== undefined && (
              <span class="mono" title={`${place.file}:${place.line}`}>
                {' · '}
                {sayPlace(place.file, place.line)}
              </span>
            )}
            {finding !== undefined && (
              <>
                {' · '}
                <a href={addressOf('findings', [finding])}>the finding</a>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
