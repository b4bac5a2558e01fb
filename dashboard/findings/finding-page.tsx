import { addressOf, Empty } from '../frame/index.ts';
import type { FindingGroup, Model } from '../model/index.ts';
import { sayAgo, sayMoment, sayNumber } from '../words/index.ts';
import { Actions } from './actions.tsx';
import { type FindingFilter, keptWords } from './filter.ts';
import { causeWords, roleSites } from './roles.ts';
import { SiteColumn } from './site-column.tsx';

interface FindingPageProps {
  readonly model: Model;
  readonly shownKey: string;
  readonly filter: FindingFilter;
  /** Those of the list, in its order. */
  readonly inOrder: readonly FindingGroup[];
  readonly now: number;
}

export function FindingPage({ model, shownKey, filter, inOrder, now }: FindingPageProps) {
  const group = model.findings.value.find(({ key }) => key === shownKey);
  const words = keptWords(filter);
  const at = inOrder.findIndex(({ key }) => key === shownKey);
  const [before, after] = [inOrder[at - 1], at === -1 ? undefined : inOrder[at + 1]];
  return (
    <article class="finding">
      <nav class="row" aria-label="Findings">
        <a class="grow" href={addressOf('findings', [], words)}>
          ← All findings
        </a>
        {before !== undefined && <a href={addressOf('findings', [before.key], words)}>previous</a>}
        {after !== undefined && <a href={addressOf('findings', [after.key], words)}>next</a>}
      </nav>
      {group === undefined ? <Unknown shownKey={shownKey} /> : <Known model={model} group={group} now={now} />}
    </article>
  );
}

/** It was of another run, or the program took it back. */
function Unknown({ shownKey }: { readonly shownKey: string }) {
  const [kind, ...sites] = shownKey.split('|');
  return (
    <>
      <h1>{kind}</h1>
      <Empty title="This finding is not known here.">
        <p class="quiet">
          It belongs to a run that is not looked at, or it was taken back: what it told of passed after all.
        </p>
        <ul class="plain-list mono">
          {sites.map(site => (
            <li key={site}>{site.replace('=', ' ')}</li>
          ))}
        </ul>
      </Empty>
    </>
  );
}

interface KnownProps {
  readonly model: Model;
  readonly group: FindingGroup;
  readonly now: number;
}

function Known({ model, group, now }: KnownProps) {
  const { kind, severity, finding, count, firstAt, lastAt } = group;
  const { cause } = finding;
  const sites = roleSites(finding);
  return (
    <>
      <h1 class="row">
        <span class={`chip ${severity}`}>{severity}</span> <span class="mono">{kind}</span>
      </h1>
      <p class="finding-message">{finding.message}</p>
      <p class="finding-hint">
        <strong>To do:</strong> {finding.hint}
      </p>
      {cause !== undefined && (
        <p>
          <strong>Cause:</strong> <span class="mono">{cause}</span>. {causeWords[cause]}
        </p>
      )}
      <p class="quiet">
        Seen {count === 1 ? 'once, at' : `${sayNumber(count)} times, first`}{' '}
        <a href={addressOf('river', [], { at: String(firstAt) })} title="That moment in the river">
          {sayMoment(firstAt, now)}
        </a>
        {lastAt !== firstAt && (
          <>
            , last{' '}
            <a href={addressOf('river', [], { at: String(lastAt) })} title="That moment in the river">
              {sayMoment(lastAt, now)}
            </a>
          </>
        )}{' '}
        ({sayAgo(lastAt, now)}).
      </p>
      <Actions key={group.key} group={group} />
      {sites.length === 0 && <p class="quiet">It has no place in a source.</p>}
      <div class={`site-columns of-${sites.length}`}>
        {sites.map(one => (
          <SiteColumn key={one.role} model={model} one={one} target={finding.target} />
        ))}
      </div>
      <Flows model={model} group={group} />
      {group.seen.length > 1 && <SeenIn model={model} group={group} now={now} />}
    </>
  );
}

function Flows({ model, group: { finding } }: Omit<KnownProps, 'now'>) {
  void model.flowsRevision.value;
  const { flows } = finding;
  if (flows.length === 0) return null;
  return (
    <section>
      <h2>Flows concerned</h2>
      <ul class="plain-list flow-links">
        {flows.map(({ id, name }) => {
          const row = model.flows.find(id);
          return (
            <li key={id} class="row">
              <a href={addressOf('flow', [id])}>{name === '' ? id : name}</a>
              <span class="quiet mono">{id}</span>
              {row !== undefined && (
                <span class="chip">{Number.isNaN(row.end) ? 'alive' : `ended: ${row.outcome ?? 'done'}`}</span>
              )}
            </li>
          );
        })}
      </ul>
      {flows.length === 10 && <p class="quiet">The first ten; more may be concerned.</p>}
    </section>
  );
}

function SeenIn({ model, group, now }: KnownProps) {
  return (
    <section class="scroll-x">
      <h2>Seen in</h2>
      <table>
        <caption class="unseen">The processes and threads in which it was seen</caption>
        <thead>
          <tr>
            <th scope="col">Process or thread</th>
            <th scope="col" class="number">
              Times
            </th>
            <th scope="col">First</th>
            <th scope="col">Last</th>
          </tr>
        </thead>
        <tbody>
          {group.seen.map(({ target = '', run = '', count, firstAt, lastAt }) => (
            <tr key={`${run} ${target}`}>
              <td>{target === '' ? '–' : model.targetTitle(target)}</td>
              <td class="number">{sayNumber(count)}</td>
              <td>{sayMoment(firstAt, now)}</td>
              <td>{sayMoment(lastAt, now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="quiet">The places and flows above are those of the first.</p>
    </section>
  );
}
