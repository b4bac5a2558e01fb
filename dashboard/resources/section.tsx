import type { ComponentChildren } from 'preact';
import type { Listing } from '../../src/wire/protocol/index.ts';
import { isOwnFile } from '../excerpt/index.ts';
import { addressOf } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { type Item, placeOf, textOf, totalsOf } from '../reports/index.ts';
import { sayNumber, sayPlace } from '../words/index.ts';
import { TableHead } from './table-head.tsx';

interface SectionProps {
  readonly title: string;
  readonly listings: readonly (Listing | undefined)[];
  /** What stands there when nothing of the kind was ever made. */
  readonly none: string;
  readonly heads: readonly string[];
  readonly children: ComponentChildren;
  readonly shown: number;
}

/** One kind of thing as a table, with how many there are and were. */
export function Section({ title, listings, none, heads, children, shown }: SectionProps) {
  const { total, live } = totalsOf(listings);
  const id = `section-${title.replaceAll(' ', '-')}`;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>
        {title}{' '}
        <span class="quiet count-words">
          {total === 0 ? none : `${sayNumber(live)} live of ${sayNumber(total)}`}
          {shown > 0 && shown < total && `, ${sayNumber(shown)} listed`}
        </span>
      </h2>
      {shown > 0 && (
        <div class="scroll-x">
          <table>
            <caption class="unseen">{title}</caption>
            <TableHead heads={heads} />
            <tbody>{children}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** What every table of things is given. */
export interface ThingsProps {
  readonly model: Model;
  readonly items: readonly Item[];
  readonly listings: readonly (Listing | undefined)[];
  readonly now: number;
}

export const maxRows = 100;

export function FlowLink({
  model,
  flow,
  name,
}: {
  readonly model: Model;
  readonly flow: unknown;
  readonly name?: unknown;
}) {
  const id = textOf(flow);
  if (id === '') return <span class="quiet">–</span>;
  const title = textOf(name) || model.flows.find(id)?.name || id;
  return (
    <a href={addressOf('flow', [id])} title={id}>
      {title}
    </a>
  );
}

export function Place({ value }: { readonly value: unknown }) {
  const place = placeOf(value);
  if (place === undefined || !isOwnFile(place.file)) return <span class="quiet">–</span>;
  return (
    <span class="mono" title={`${place.file}:${place.line}`}>
      {sayPlace(place.file, place.line)}
      {place.function !== '' && <span class="quiet"> {place.function}</span>}
    </span>
  );
}
