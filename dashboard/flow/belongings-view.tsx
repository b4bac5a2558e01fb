import type { ComponentChildren } from 'preact';
import { isOwnFile } from '../excerpt/index.ts';
import { addressOf } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { type Item, itemList, numberOf, placeOf, textOf } from '../reports/index.ts';
import { sayAgo, sayMs, sayNumber, sayPlace } from '../words/index.ts';
import type { Belongings, LockUse } from './belongings.ts';
import type { FlowLook } from './flow-watch.ts';

interface BelongingsViewProps {
  readonly model: Model;
  readonly look: FlowLook | undefined;
  readonly belongings: Belongings;
  readonly now: number;
}

/** What it has, what it waits for, and what it opened. */
export function BelongingsView({ model, look, belongings, now }: BelongingsViewProps) {
  const { held, wanted, scopes, generators, sdkSessions, sessions, task } = belongings;
  const listed = [...held.map(({ lock }) => textOf(lock.name)), ...scopes.map(({ name }) => textOf(name))];
  // The look is newer than the report; what both say stands once.
  const has = (look?.flow?.holds ?? []).filter(one => !listed.some(name => one.includes(name)));
  const known = model.sessions.value;
  const boundTo = (look?.flow?.sessions ?? []).map(id => known.find(one => one.id === id)?.name ?? id);
  const count = held.length + wanted.length + scopes.length + generators.length + sdkSessions.length + sessions.length;
  if (count + has.length + boundTo.length === 0 && task?.error === undefined) return null;
  return (
    <section>
      <h2>What it has and waits for</h2>
      <div class="belongings">
        {has.length > 0 && <List title="Has now">{has.map(one => [one, <span key={one}>{one}</span>])}</List>}
        {boundTo.length > 0 && (
          <List title="Bound to session">
            {boundTo.map(one => [
              one,
              <a key={one} href={addressOf('sessions', [one])}>
                {one}
              </a>,
            ])}
          </List>
        )}
        <List title="Waits for">{wanted.map((use, at) => [at, <Wait key={at} use={use} />])}</List>
        <List title="Holds">{held.map((use, at) => [at, <Hold key={at} use={use} />])}</List>
        <List title="Scopes">
          {scopes.map(one => [textOf(one.id), <Scope key={textOf(one.id)} scope={one} now={now} />])}
        </List>
        <List title="Generators">{generators.map((one, at) => [at, <Generator key={at} generator={one} />])}</List>
        <List title="SDK sessions">
          {sdkSessions.map(one => [textOf(one.id), <Sdk key={textOf(one.id)} sdk={one} />])}
        </List>
        <List title="Sessions that it opened">
          {sessions.map(one => [
            textOf(one.id),
            <span key={textOf(one.id)}>
              {textOf(one.type)} “{textOf(one.id)}”, {textOf(one.status)}
            </span>,
          ])}
        </List>
        {task?.error !== undefined && (
          <List title="Failed with">{[['e', <span key="e">{textOf(task.error)}</span>]]}</List>
        )}
      </div>
    </section>
  );
}

interface ListProps {
  readonly title: string;
  readonly children: readonly (readonly [key: string | number, child: ComponentChildren])[];
}

function List({ title, children }: ListProps) {
  if (children.length === 0) return null;
  return (
    <div class="card">
      <h3>{title}</h3>
      <ul class="plain-list">
        {children.map(([key, child]) => (
          <li key={key}>{child}</li>
        ))}
      </ul>
    </div>
  );
}

function At({ value }: { readonly value: unknown }) {
  const place = placeOf(value);
  if (place === undefined || !isOwnFile(place.file)) return null;
  return (
    <span class="mono quiet" title={`${place.file}:${place.line}`}>
      {' '}
      {sayPlace(place.file, place.line)}
    </span>
  );
}

function Wait({ use: { lock, ticket } }: { readonly use: LockUse }) {
  const holders = itemList(lock.holders);
  return (
    <>
      {textOf(lock.name)} for {sayMs(numberOf(ticket.forMs) ?? Number.NaN)}
      <At value={ticket.at} />
      {holders.length > 0 && <div class="quiet">held by {holders.map((one, at) => holderLink(one, at))}</div>}
    </>
  );
}

function holderLink({ flow, flowName }: Item, at: number) {
  return (
    <>
      {at > 0 && ', '}
      <a href={addressOf('flow', [textOf(flow)])}>{textOf(flowName) || textOf(flow)}</a>
    </>
  );
}

function Hold({ use: { lock, ticket } }: { readonly use: LockUse }) {
  const waiting = numberOf(lock.waiting) ?? 0;
  return (
    <>
      {textOf(lock.name)} for {sayMs(numberOf(ticket.forMs) ?? Number.NaN)}
      <At value={ticket.at} />
      {waiting > 0 && <span class="quiet"> ({sayNumber(waiting)} wait for it)</span>}
    </>
  );
}

function Scope({ scope, now }: { readonly scope: Item; readonly now: number }) {
  const entered = numberOf(scope.entered);
  return (
    <>
      “{textOf(scope.name)}” {textOf(scope.state)}
      {entered !== undefined && `, entered ${sayAgo(entered, now)}`}
      <At value={scope.site} />
    </>
  );
}

function Generator({ generator }: { readonly generator: Item }) {
  const holding = numberOf(generator.holding) ?? 0;
  return (
    <>
      #{textOf(generator.id)} {textOf(generator.state)}, {sayNumber(numberOf(generator.steps) ?? 0)} steps
      {holding > 0 && `, holds ${holding} across a yield`}
      <At value={generator.stepped} />
    </>
  );
}

function Sdk({ sdk }: { readonly sdk: Item }) {
  return (
    <>
      “{textOf(sdk.name)}” {textOf(sdk.state)}, {sayNumber(numberOf(sdk.messages) ?? 0)} messages
      {textOf(sdk.latestType) !== '' && `, the last: ${textOf(sdk.latestType)}`}
      <At value={sdk.site} />
    </>
  );
}
