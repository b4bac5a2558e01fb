import { useMemo, useState } from 'preact/hooks';
import { addressOf, SeenSince } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { sayCount, sayMs, sayNumber, sayPercent } from '../words/index.ts';
import { maxFlows, type Operation, operationsOf } from './operations.ts';

type Column = 'count' | 'p50' | 'p95' | 'max' | 'successPercent';

const columns: readonly { readonly column: Column; readonly title: string; readonly about: string }[] = [
  { column: 'count', title: 'Count', about: 'That ended' },
  { column: 'p50', title: 'p50', about: 'Half of them took no longer' },
  { column: 'p95', title: 'p95', about: '95 of 100 took no longer' },
  { column: 'max', title: 'Longest', about: 'Leads to that flow' },
  { column: 'successPercent', title: 'Success', about: 'Ended with no error, and not cancelled' },
];
const spans = [1, 5, 15, 0];
const maxRows = 20;

/** Slowest and most frequent operations: flows of one name that ended. */
export function OperationTable({ model, now }: { readonly model: Model; readonly now: number }) {
  const [minutes, setMinutes] = useState(model.past === undefined ? 5 : 0);
  const [by, setBy] = useState<Column>('p95');
  const since = minutes === 0 ? Number.NEGATIVE_INFINITY : now - minutes * 60_000;
  const tick = Math.floor(now / 2_000);
  const run = model.run.value;
  const { rows, count, isCut } = useMemo(
    () => operationsOf(model.flows, since, target => model.isShown(target)),
    [model, tick, minutes, run],
  );
  const sorted = rows.toSorted((a, b) => (by === 'successPercent' ? a[by] - b[by] : b[by] - a[by]));
  return (
    <section aria-labelledby="section-operations">
      <div class="row">
        <h2 id="section-operations" class="grow">
          Operations <span class="quiet count-words">{sayCount(count, 'flow')} ended</span>
        </h2>
        <SeenSince model={model} />
        {model.past === undefined && (
          <fieldset class="spans">
            <legend class="unseen">Over which time</legend>
            {spans.map(span => (
              <button key={span} type="button" aria-pressed={span === minutes} onClick={() => setMinutes(span)}>
                {span === 0 ? 'all' : `${span} min`}
              </button>
            ))}
          </fieldset>
        )}
      </div>
      {rows.length > 0 && (
        <div class="scroll-x">
          <table class="operations">
            <caption class="unseen">Operations by name, with how long they took</caption>
            <thead>
              <tr>
                <th scope="col">Operation</th>
                {columns.map(({ column, title, about }) => (
                  <th
                    key={column}
                    scope="col"
                    class="number"
                    aria-sort={by === column ? (column === 'successPercent' ? 'ascending' : 'descending') : undefined}
                  >
                    <button type="button" class="link" title={about} onClick={() => setBy(column)}>
                      {title}
                      {by === column && <span aria-hidden="true"> ▾</span>}
                    </button>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {sorted.slice(0, maxRows).map(row => (
                <Row key={row.key} row={row} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="quiet about">{aboutWords(model, count, minutes, isCut, rows.length)}</p>
    </section>
  );
}

function Row({ row }: { readonly row: Operation }) {
  const { name, kind, count, p50, p95, max, successPercent, failed, cancelled, slowest } = row;
  return (
    <tr>
      <th scope="row">
        <span class="mono">{name === '' ? '(no name)' : name}</span> <span class="quiet">{kind}</span>
      </th>
      <td class="number">{sayNumber(count)}</td>
      <td class="number">{sayMs(p50)}</td>
      <td class="number">{sayMs(p95)}</td>
      <td class="number">
        <a href={addressOf('flow', [slowest])}>{sayMs(max)}</a>
      </td>
      <td class="number">
        <span class={failed > 0 ? 'error-text' : ''}>{sayPercent(successPercent)}</span>
        {failed + cancelled > 0 && (
          <div class="quiet">
            {[failed > 0 ? `${sayNumber(failed)} failed` : '', cancelled > 0 ? `${sayNumber(cancelled)} cancelled` : '']
              .filter(words => words !== '')
              .join(', ')}
          </div>
        )}
      </td>
    </tr>
  );
}

function aboutWords(model: Model, count: number, minutes: number, isCut: boolean, names: number): string {
  const isSilent =
    model.past === undefined && model.runs.value.some(({ ended, records }) => ended === undefined && records !== true);
  const silent = isSilent
    ? ' A program that tells of probes and findings alone (started without --record) is not in it.'
    : '';
  if (count === 0) return `No flow was seen to end${minutes === 0 ? '' : ' in this time'}.${silent}`;
  const time =
    minutes === 0
      ? model.past === undefined
        ? 'since this page, or the store, knows of them'
        : 'while it ran'
      : `in the last ${minutes} min`;
  const shown = names > maxRows ? ` The first ${maxRows} of ${sayNumber(names)} names.` : '';
  const cut = isCut ? ` Only the newest ${sayNumber(maxFlows)} are counted.` : '';
  return `Requests, tasks and flows that ended ${time}, as their events say; # stands for any number in a name. A request that was answered with a status of 500 or more has failed; of Python's no status is known.${shown}${cut}${silent}`;
}
