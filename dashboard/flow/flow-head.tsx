import { addressOf } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { sayAgo, sayMoment, sayMs, sayPlace } from '../words/index.ts';
import type { FlowFacts } from './flow-facts.ts';
import type { FlowLook } from './flow-watch.ts';

interface FlowHeadProps {
  readonly model: Model;
  readonly facts: FlowFacts;
  readonly look: FlowLook | undefined;
  readonly now: number;
}

/** Which flow it is, what it is at, and who started it where. */
export function FlowHead({ model, facts, look, now }: FlowHeadProps) {
  const { id, name, kind, parent, started, ended, born, life, target } = facts;
  const parentRow = parent === undefined ? undefined : model.flows.find(parent);
  return (
    <header>
      <h1 class="row">
        <span class="flow-title">{name === '' ? id : name}</span>
        <State {...{ facts, look }} />
      </h1>
      <p class="quiet row">
        <span class="mono">{id}</span>
        {kind !== '' && <span>{kind}</span>}
        <span>
          in{' '}
          <a href={addressOf('river', [], { target })} title="Its process or thread in the river">
            {model.targetTitle(target)}
          </a>
        </span>
        {started !== undefined && (
          <span>
            started {sayMoment(started, now)}
            {ended !== undefined && `, ended ${sayMoment(ended, now)} after ${sayMs(ended - started)}`}
            {ended === undefined && life === 'alive' && `, ${sayMs(Math.max(0, (look?.at ?? now) - started))} old`}
          </span>
        )}
      </p>
      <p>
        {parent === undefined ? (
          <span>{life === 'unknown' ? '' : 'Started with the program or from outside'}</span>
        ) : (
          <span>
            Started by <a href={addressOf('flow', [parent])}>{parentRow?.name ?? parent}</a>
            {parentRow !== undefined && !Number.isNaN(parentRow.end) && <span class="quiet"> (ended)</span>}
          </span>
        )}
        {born !== undefined && (
          <span title={`${born.file}:${born.line}`}>
            {' '}
            at <span class="mono">{sayPlace(born.file, born.line)}</span>
            {born.function !== '' && ` (${born.function})`}
          </span>
        )}
      </p>
      <Life model={model} facts={facts} look={look} now={now} />
    </header>
  );
}

function State({ facts, look }: Pick<FlowHeadProps, 'facts' | 'look'>) {
  const { life, outcome } = facts;
  if (life === 'unknown') return <span class="chip">not known</span>;
  if (life === 'ended')
    return <span class={`chip ${toneOf(outcome)}`}>ended{outcome && `: ${outcomeWords(outcome)}`}</span>;
  const flow = look?.flow;
  if (flow === undefined) return <span class="chip">alive</span>;
  const tone = flow.state === 'held' ? 'held' : flow.state === 'running' ? 'busy' : '';
  const longest = flow.activations.filter(({ state }) => state === flow.state).map(({ forMs }) => forMs ?? 0);
  const forMs = Math.max(0, ...longest);
  return (
    <span class={`chip ${tone}`} title="As it was at the last look">
      {flow.state}
      {forMs > 0 && ` for ${sayMs(forMs)}`}
    </span>
  );
}

function Life({ model, facts: { life, ended, outcome }, look, now }: FlowHeadProps) {
  const isPast = model.past !== undefined;
  if (life === 'unknown')
    return (
      <p class="card">
        No flow of this id is known here. It is of another run, or was let go of before this page came.
      </p>
    );
  if (life === 'ended' && !isPast)
    return <p class="card">This flow has ended. What follows is what is still known of it.</p>;
  if (life === 'alive' && ended !== undefined && !isPast)
    return (
      <p class="card">
        This flow has ended{outcome && `: ${outcomeWords(outcome)}`}. A call that it left behind goes on.
      </p>
    );
  if (life === 'alive' && look !== undefined && !isPast && model.line.value !== 'there')
    return <p class="card">Nobody answers now. What follows is from {sayAgo(look.at, now)}.</p>;
  if (look?.silent !== undefined)
    return (
      <p class="card error-text">
        Its thread does not answer ({look.silent}). What follows is from {sayAgo(look.at, now)}.
      </p>
    );
  return null;
}

function toneOf(outcome: string | undefined): string {
  return outcome === 'failed' ? 'error' : '';
}

const outcomes: Readonly<Record<string, string>> = {
  gone: 'its program or thread ended',
  unseen: 'when, nobody saw',
};

function outcomeWords(outcome: string): string {
  return Object.hasOwn(outcomes, outcome) ? outcomes[outcome]! : outcome;
}
