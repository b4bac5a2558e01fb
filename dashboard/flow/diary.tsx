import { useState } from 'preact/hooks';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { addressOf } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { expressionsOf, ValueTree } from '../values/index.ts';
import { sayCount, sayMs, sayNumber, sayTime } from '../words/index.ts';
import { eventWords } from './event-words.ts';
import type { FlowDiary, Kept } from './flow-diary.ts';
import type { FlowFacts } from './flow-facts.ts';

interface DiaryProps {
  readonly model: Model;
  readonly facts: FlowFacts;
  readonly diary: FlowDiary;
}

const firstShown = 100;

/** What happened in it, the newest first. */
export function Diary({ model, facts, diary }: DiaryProps) {
  const [shown, setShown] = useState(firstShown);
  const events = diary.events.value;
  const newest = events.toReversed().slice(0, shown);
  return (
    <section class="diary">
      <h2>Events</h2>
      {events.length === 0 && <p class="quiet">None is known.</p>}
      {events.length > 0 && (
        <ol class="plain-list">
          {newest.map((event, at) => (
            <Entry
              key={`${event.target} ${event.seq} ${event.kind}`}
              model={model}
              event={event}
              id={facts.id}
              before={newest[at + 1]}
            />
          ))}
        </ol>
      )}
      {events.length > shown && (
        <button type="button" onClick={() => setShown(shown * 5)}>
          Show more of {sayNumber(events.length)}
        </button>
      )}
      <p class="quiet about">{keptWords(diary.kept.value, model, facts)}</p>
      {diary.dropped > 0 && <p class="quiet">{sayCount(diary.dropped, 'earlier event')} were let go of here.</p>}
    </section>
  );
}

interface EntryProps {
  readonly model: Model;
  readonly event: EddyEvent;
  readonly id: string;
  readonly before: EddyEvent | undefined;
}

function Entry({ model, event, id, before }: EntryProps) {
  const { at, kind, flow, session, data } = event;
  const isOther = flow !== undefined && flow !== id;
  const gap = before === undefined ? undefined : at - before.at;
  const { locals } = data;
  return (
    <li class={`entry ${kind}`}>
      <span class="mono quiet entry-time" title={gap === undefined ? undefined : `${sayMs(gap)} after the one before`}>
        {sayTime(at, true)}
      </span>
      <div class="grow">
        {isOther && (
          <>
            <a href={addressOf('flow', [flow])}>{model.flows.find(flow)?.name ?? flow}</a>{' '}
          </>
        )}
        {eventWords(event)}
        {session !== undefined && (
          <>
            {' '}
            <span class="quiet">session</span>{' '}
            <a href={addressOf('sessions', [sessionName(model, session)])}>{sessionName(model, session)}</a>
          </>
        )}
        {typeof locals === 'object' && locals !== null && Object.keys(locals).length > 0 && (
          <details>
            <summary>Variables, as they were</summary>
            <ValueTree
              label={`Variables at ${sayTime(at)}`}
              parts={Object.entries(locals).map(([name, value]) => ({ name, value }))}
              expressions={expressionsOf(model.target(event.target))}
            />
          </details>
        )}
      </div>
    </li>
  );
}

function sessionName(model: Model, id: string): string {
  return model.sessions.value.find(one => one.id === id)?.name ?? id;
}

function keptWords(kept: Kept, model: Model, { target, started }: FlowFacts): string {
  const run = model.runs.value.find(one => one.id === (model.target(target)?.run ?? ''));
  const silent =
    run !== undefined && run.records !== true
      ? ' This program tells of probes and findings alone; started with --record it tells every event.'
      : '';
  if (kept.how === 'reading') return 'Reading what was kept of it …';
  if (kept.how === 'none') {
    const since = Math.max(model.seenSince.value, model.lately.goneUntil);
    if (silent === '' && started !== undefined && started >= since) return 'All since it began, as this page heard it.';
    return `What was before ${since > 0 ? sayTime(since) : 'this page came'} is not known: ${kept.why}${silent}`;
  }
  if (kept.how === 'beginning')
    return `The first ${sayNumber(kept.count)} that were kept are read, and what came since this page looked.${silent}`;
  if (model.past !== undefined) return 'All that was kept of it.';
  return `All that was kept of it, and what comes.${silent}`;
}
