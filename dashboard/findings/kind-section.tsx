import { useState } from 'preact/hooks';
import { addressOf } from '../frame/index.ts';
import type { FindingGroup, Model } from '../model/index.ts';
import { sayAgo, sayCount, sayMoment, sayNumber, sayPlace } from '../words/index.ts';
import { type FindingFilter, type KindGroup, keptWords } from './filter.ts';
import { mutes } from './muted.ts';
import { roleSites } from './roles.ts';

interface KindSectionProps {
  readonly model: Model;
  readonly kind: KindGroup;
  readonly filter: FindingFilter;
  readonly now: number;
}

const firstShown = 100;

export function KindSection({ model, kind: { kind, severity, count, groups }, filter, now }: KindSectionProps) {
  const [isOpen, setOpen] = useState(false);
  const id = `kind-${kind}`;
  const shown = isOpen ? groups : groups.slice(0, firstShown);
  return (
    <section class="kind" aria-labelledby={id}>
      <h2 id={id} class="row">
        <span class={`chip ${severity}`}>{severity}</span>
        <span class="mono">{kind}</span>
        <span class="quiet kind-sum">
          {sayCount(groups.length, 'place')}, seen {count === 1 ? 'once' : `${sayNumber(count)} times`}
        </span>
      </h2>
      <ul class="plain-list">
        {shown.map(group => (
          <Row key={group.key} model={model} group={group} filter={filter} now={now} />
        ))}
      </ul>
      {shown.length < groups.length && (
        <button type="button" onClick={() => setOpen(true)}>
          Show {sayNumber(groups.length - shown.length)} more of this kind
        </button>
      )}
    </section>
  );
}

interface RowProps extends Omit<KindSectionProps, 'kind'> {
  readonly group: FindingGroup;
}

function Row({ model, group, filter, now }: RowProps) {
  const { key, finding, severity, count, firstAt, lastAt, seen } = group;
  const mute = mutes.of(key);
  const targets = seen.map(({ target = '' }) => target).filter(target => target !== '');
  return (
    <li class={`finding-row ${severity} ${mute === undefined ? '' : 'is-muted'}`}>
      <div class="grow">
        <a class="finding-link" href={addressOf('findings', [key], keptWords(filter))}>
          {finding.message}
        </a>
        <div class="quiet finding-sites">
          {roleSites(finding).map(({ role, word, site }) => (
            <span key={role}>
              {word} <span class="mono">{sayPlace(site.file, site.line)}</span>
            </span>
          ))}
        </div>
        {mute !== undefined && (
          <div class="row">
            <span class="chip">muted here: {mute.reason === '' ? 'no reason said' : mute.reason}</span>
            <button type="button" class="link" onClick={() => mutes.unmute(key)}>
              show it again
            </button>
          </div>
        )}
      </div>
      <div class="finding-times quiet">
        <div>
          <strong>×{sayNumber(count)}</strong> {targets.length > 1 && `in ${targets.length} processes or threads`}
        </div>
        <div title={`first ${sayMoment(firstAt, now)}`}>{times(group, now)}</div>
        {targets.length === 1 && <div>{model.targetTitle(targets[0]!)}</div>}
        <span class="unseen">
          first {sayMoment(firstAt, now)}, last {sayMoment(lastAt, now)}
        </span>
      </div>
    </li>
  );
}

function times({ firstAt, lastAt, count }: FindingGroup, now: number): string {
  if (count === 1 || firstAt === lastAt) return `${sayMoment(lastAt, now)}, ${sayAgo(lastAt, now)}`;
  return `${sayMoment(firstAt, now)} – ${sayMoment(lastAt, now)}`;
}
