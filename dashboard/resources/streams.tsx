import type { FindingKind, OpenStream } from '../../src/wire/protocol/index.ts';
import { addressOf } from '../frame/index.ts';
import type { FindingGroup, Model } from '../model/index.ts';
import type { Sections } from '../reports/index.ts';
import { sayNumber } from '../words/index.ts';
import { pastStreams } from './past-streams.ts';
import { StreamTable } from './stream-table.tsx';
import { useStreams } from './use-streams.ts';

const ofStreams: ReadonlySet<FindingKind> = new Set<FindingKind>(['stream-left-locked', 'body-unconsumed']);

interface StreamsProps {
  readonly model: Model;
  readonly findings: readonly FindingGroup[];
  readonly reports: readonly Sections[];
  readonly now: number;
}

/** Streams that are open now, or that were when their program ended; and those that were left as nobody should leave them. */
export function Streams({ model, findings, reports, now }: StreamsProps) {
  const { look, trouble } = useStreams(model);
  const isPast = model.past !== undefined || model.endedAt.value !== undefined;
  const isLate = model.line.value === 'over';
  const found = findings.filter(({ kind }) => ofStreams.has(kind));
  const answers = look?.targets ?? [];
  const streams: readonly OpenStream[] = isPast
    ? pastStreams(reports)
    : answers.flatMap(({ open }) => open?.streams ?? []);
  const isCut = answers.some(({ open }) => open?.cut === true);
  return (
    <section aria-labelledby="section-streams">
      <h2 id="section-streams">
        Streams{' '}
        <span class="quiet count-words">
          {sayCounts({ isPast, isLate, isAsking: look === undefined, count: streams.length, isCut })}
        </span>
      </h2>
      {trouble !== undefined && <p class="error-text">Which streams are open could not be had: {trouble}</p>}
      {answers.map(
        ({ target, error }) =>
          error !== undefined && (
            <p key={target} class="quiet">
              Not known of {model.targetTitle(target)}: {error.message}
            </p>
          ),
      )}
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
      {streams.length > 0 && <StreamTable model={model} streams={streams} now={now} />}
    </section>
  );
}

interface Counts {
  readonly isPast: boolean;
  /** The run is over, and nobody told how it ended. */
  readonly isLate: boolean;
  readonly isAsking: boolean;
  readonly count: number;
  readonly isCut: boolean;
}

function sayCounts({ isPast, isLate, isAsking, count, isCut }: Counts): string {
  if (isPast)
    return count === 0 ? 'none was open when a program ended' : `${sayNumber(count)} open when a program ended`;
  if (isAsking) return isLate ? 'not looked at before the run ended' : 'looking …';
  if (count === 0) return 'none is open';
  return isCut ? `more than ${sayNumber(count)} open` : `${sayNumber(count)} open`;
}
