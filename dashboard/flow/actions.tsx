import { useEffect, useRef, useState } from 'preact/hooks';
import type { Hold } from '../../src/wire/protocol/index.ts';
import { addressOf, attempt, notify } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { sayMs, sayPlace } from '../words/index.ts';
import { AtLine } from './at-line.tsx';
import type { FlowDiary } from './flow-diary.ts';
import type { FlowFacts } from './flow-facts.ts';
import type { FlowLook } from './flow-watch.ts';
import { nextPlaces } from './next-places.ts';
import { type OwnKind, othersOf, setProbes } from './own-probes.ts';
import { OwnSession } from './own-session.tsx';

interface ActionsProps {
  readonly model: Model;
  readonly facts: FlowFacts;
  readonly look: FlowLook | undefined;
  readonly holds: readonly Hold[];
  readonly diary: FlowDiary;
  readonly now: number;
}

/** Hold this flow alone, look at its variables, let it go; and where else it is shown. */
export function Actions({ model, facts, look, holds, diary, now }: ActionsProps) {
  const [isAsking, setAsking] = useState(false);
  const [isChoosing, setChoosing] = useState(false);
  const together = useRef<readonly string[]>([]);
  useTakeOthers(model, facts.id, diary, together);
  const { id, target } = facts;
  const river = addressOf('river', [], {
    flow: id,
    ...(facts.started === undefined ? {} : { at: String(facts.started) }),
  });
  if (facts.life !== 'alive' || model.past !== undefined) {
    return facts.life === 'unknown' ? null : (
      <p>
        <a class="button" href={river}>
          Show it in the river
        </a>
      </p>
    );
  }
  // Python holds no flow alone: its whole process pauses when the flow comes there.
  const pause = model.target(target)?.python === undefined ? 'hold' : 'stop';
  const setNext = async (kind: OwnKind) => {
    setAsking(true);
    await attempt(async () => {
      const places = await nextPlaces(look?.flow?.activations ?? [], target, ask => model.ask('explain', ask));
      if (places.length === 0) throw new Error('No line with a gate is known where it comes to next: name one.');
      together.current = await setProbes(model, id, kind, places);
    });
    setAsking(false);
  };
  return (
    <section aria-label="Hold, look, let go">
      {holds.map(hold => (
        <HeldCard key={hold.id} model={model} hold={hold} now={now} />
      ))}
      <div class="row actions">
        <button type="button" class="primary" disabled={isAsking || holds.length > 0} onClick={() => setNext(pause)}>
          {pause === 'hold' ? 'Hold it at its next line' : 'Stop its process at its next line'}
        </button>
        <button type="button" disabled={isAsking} onClick={() => setNext('snap')}>
          Snap it there
        </button>
        <button type="button" aria-expanded={isChoosing} onClick={() => setChoosing(!isChoosing)}>
          At a line …
        </button>
        <a class="button" href={river}>
          Show it in the river
        </a>
      </div>
      {isChoosing && <AtLine model={model} facts={facts} look={look} pause={pause} onDone={() => setChoosing(false)} />}
      <OwnSession model={model} id={id} />
    </section>
  );
}

function HeldCard({ model, hold, now }: { readonly model: Model; readonly hold: Hold; readonly now: number }) {
  const { place, since, until, waiters, session, kind } = hold;
  const name = model.sessions.value.find(one => one.id === session)?.name ?? session;
  const resume = () =>
    attempt(async () => {
      const { holds } = await model.ask('resume', { hold: `${hold.target}/${hold.id}` });
      const conflicts = holds.flatMap(one => one.conflicts);
      if (conflicts.length > 0)
        notify(`Not resumed: the program changed ${conflicts.join(', ')} meanwhile. See Sessions.`);
    });
  return (
    <div class="card held-card">
      <p>
        <strong>{kind === 'stop' ? 'Its whole thread is stopped' : 'Held'}</strong> at{' '}
        <span class="mono">{sayPlace(place.file, place.line)}</span> for {sayMs(Math.max(0, now - since))}
        {until !== undefined && `; it goes on by itself in ${sayMs(Math.max(0, until - now))}`}.
        {hold.holds.length > 0 && ` It has ${hold.holds.join(', ')}.`}
      </p>
      {waiters.length > 0 && (
        <p class="error-text">
          Waiting for it: {waiters.map(one => `${one.name} (${one.for}, ${sayMs(one.waitedMs)})`).join(', ')}
        </p>
      )}
      <div class="row">
        <button type="button" class="primary" onClick={resume}>
          Let it go on
        </button>
        {name !== '' && <a href={addressOf('sessions', [name])}>Variables, steps: session {name}</a>}
      </div>
    </div>
  );
}

const hitKinds: ReadonlySet<string> = new Set(['held', 'stopped', 'snap']);

/** Of several places where it could come to next the first one counts: the others are taken away. */
function useTakeOthers(model: Model, id: string, diary: FlowDiary, together: { current: readonly string[] }): void {
  const last = diary.events.value.findLast(({ kind, flow }) => flow === id && hitKinds.has(kind));
  useEffect(() => {
    if (last === undefined) return;
    const others = othersOf(together.current, last);
    if (others.length === 0) return;
    together.current = [];
    void attempt(async () => {
      for (const what of others) await model.ask('unset', { what });
      await model.refreshSessions();
    });
  }, [model, last]);
}
