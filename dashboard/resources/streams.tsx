import type { FindingKind } from '../../src/wire/protocol/index.ts';
import { addressOf } from '../frame/index.ts';
import type { FindingGroup } from '../model/index.ts';
import { sayNumber } from '../words/index.ts';

const ofStreams: ReadonlySet<FindingKind> = new Set<FindingKind>(['stream-left-locked', 'body-unconsumed']);

/** Streams are not counted; those that were left as nobody should leave them are found. */
export function Streams({ findings }: { readonly findings: readonly FindingGroup[] }) {
  const found = findings.filter(({ kind }) => ofStreams.has(kind));
  return (
    <section aria-labelledby="section-streams">
      <h2 id="section-streams">
        Streams{' '}
        <span class="quiet count-words">
          {found.length === 0 ? 'none was left locked or unread' : `${sayNumber(found.length)} places leave them`}
        </span>
      </h2>
      {found.length > 0 && (
        <ul class="plain-list">
          {found.map(({ key, severity, kind, finding, count }) => (
            <li key={key}>
              <span class={`chip ${severity}`}>{severity}</span> <span class="mono">{kind}</span>{' '}
              <a href={addressOf('findings', [key])}>{finding.message}</a> ×{sayNumber(count)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
