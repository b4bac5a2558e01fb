import { useEffect, useRef, useState } from 'preact/hooks';
import type { Hold } from '../../src/wire/protocol/index.ts';
import { addressOf, attempt, notify, useNow } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { isPython } from '../values/index.ts';
import { sayCount, sayMs, sayPlace } from '../words/index.ts';
import { canAsk } from './can-ask.ts';
import type { Asked } from './evaluate.tsx';
import { HeldActions } from './held-actions.tsx';
import { flowOf, keyOf } from './held-choice.ts';
import { HeldValues } from './held-values.tsx';
import { StackList } from './stack-list.tsx';
import { sayWentOn } from './went-on.ts';

interface HeldPanelProps {
  readonly model: Model;
  readonly holds: readonly Hold[];
  /** The one that is looked at. */
  readonly hold: Hold | undefined;
  readonly onChoose: (hold: Hold) => void;
  readonly onShow: (file: string, line: number) => void;
  /** What is held may be other than is shown. */
  readonly onLost: () => void;
}

const maxAsked = 30;

/** All that stands still, and one of them from near: its stack, its variables, and its way on. */
export function HeldPanel({ model, holds, hold, onChoose, onShow, onLost }: HeldPanelProps) {
  const now = useNow(500);
  const [isAsking, setAsking] = useState(false);
  // It outlives the moment in which a flow steps on.
  const [asked, setAsked] = useState<readonly Asked[]>([]);
  const isUsed = useRef(false);
  const heading = useRef<HTMLHeadingElement>(null);
  // What had the focus went with the flow.
  useEffect(() => {
    if (hold === undefined && isUsed.current && document.activeElement === document.body) heading.current?.focus();
    isUsed.current = hold !== undefined;
  }, [hold]);
  const resumeAll = async () => {
    setAsking(true);
    const answer = await attempt(() => model.ask('resume', {}));
    setAsking(false);
    if (answer === undefined) onLost();
    for (const { hold: id, conflicts, error } of answer?.holds ?? []) {
      if (error !== undefined) notify(`${id} still stands: ${error.message}`);
      else if (conflicts.length > 0)
        notify(`${id} still stands: the program changed ${conflicts.join(', ')} meanwhile.`);
    }
  };
  return (
    <section class="sessions-held" aria-labelledby="held-title">
      <div class="row">
        <h2 id="held-title" class="grow" ref={heading} tabIndex={-1}>
          Held {holds.length > 0 && <span class="chip held">{sayCount(holds.length, 'flow')}</span>}
        </h2>
        {holds.length > 1 && (
          <button type="button" disabled={isAsking} onClick={resumeAll}>
            Resume all
          </button>
        )}
      </div>
      {hold === undefined && (
        <p class="quiet">
          {canAsk(model)
            ? 'Nothing is held. Set a hold beside a line: the flow that comes there waits here, and all others run on.'
            : 'This run is over: nothing of it waits any more.'}
        </p>
      )}
      {canAsk(model) && <WentOn model={model} />}
      {holds.length > 0 && model.line.value !== 'there' && (
        <p class="held-all" role="note">
          Eddy does not answer: this is as it was last. A flow whose hub has gone goes on by itself.
        </p>
      )}
      {holds.length > 0 && (
        <ul class="hold-items">
          {holds.map(one => (
            <HoldItem key={keyOf(one)} hold={one} now={now} isChosen={one === hold} onChoose={() => onChoose(one)} />
          ))}
        </ul>
      )}
      {hold !== undefined && (
        <div class="held-one" key={flowOf(hold)}>
          {hold.kind === 'stop' && (
            <p class="held-all" role="note">
              All of this {isPython(model.target(hold.target)) ? 'process' : 'thread'} stands:{' '}
              {model.targetTitle(hold.target)}. Its other flows wait, too, until it goes on.
            </p>
          )}
          <HeldActions key={keyOf(hold)} model={model} hold={hold} onLost={onLost} />
          <HeldFacts
            hold={hold}
            session={model.sessions.value.find(({ id }) => id === hold.session)?.name ?? hold.session}
          />
          <StackList hold={hold} onShow={onShow} />
          <HeldValues
            model={model}
            hold={hold}
            asked={asked}
            onAsked={one => setAsked(now => [...now, one].slice(-maxAsked))}
          />
        </div>
      )}
    </section>
  );
}

/** A limit that ran out, or somebody elsewhere, takes away what one looks at. */
function WentOn({ model }: { readonly model: Model }) {
  const text = sayWentOn(model.recent.value, flow => model.flows.find(flow)?.name || flow);
  return (
    <p class="quiet went-on" role="status">
      {text}
    </p>
  );
}

interface HoldItemProps {
  readonly hold: Hold;
  readonly now: number;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function HoldItem({ hold, now, isChosen, onChoose }: HoldItemProps) {
  const { flowName, flow, place, since, until, kind, waiters } = hold;
  return (
    <li>
      <button type="button" class="hold-item" aria-current={isChosen ? 'true' : undefined} onClick={onChoose}>
        <span>
          <span class="hold-flow">{flowName || flow}</span> <span class="quiet mono">{flow}</span>
        </span>
        <span class="mono">{sayPlace(place.file, place.line, 1)}</span>
        <span class="quiet">
          {kind === 'stop' ? 'stopped' : 'held'} for {sayMs(roundSeconds(now - since))}
          {until !== undefined && `, lets go in ${sayMs(roundSeconds(until - now))}`}
          {waiters.length > 0 && `, ${sayCount(waiters.length, 'flow waits', 'flows wait')} for it`}
        </span>
      </button>
    </li>
  );
}

/** What it has meanwhile, and who waits for that. */
interface HeldFactsProps {
  readonly hold: Hold;
  /** Name of it. */
  readonly session: string;
}

function HeldFacts({ hold, session }: HeldFactsProps) {
  const { flow, flowName, probe, holds, waiters } = hold;
  return (
    <dl class="held-facts">
      <dt>Flow</dt>
      <dd>
        <a href={addressOf('flow', [flow])}>{flowName || flow}</a> <span class="quiet mono">{flow}</span>
      </dd>
      <dt>By</dt>
      <dd>
        {probe}
        {session !== '' && ` of session ${session}`}
      </dd>
      {holds.length > 0 && (
        <>
          <dt>It has</dt>
          <dd>{holds.join(', ')}</dd>
        </>
      )}
      {waiters.length > 0 && (
        <>
          <dt>Waiting</dt>
          <dd>
            {waiters.map(one => (
              <div key={`${one.flow} ${one.for}`}>
                <a href={addressOf('flow', [one.flow])}>{one.name || one.flow}</a> has waited {sayMs(one.waitedMs)} for{' '}
                {one.for}
              </div>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}

function roundSeconds(ms: number): number {
  return Math.max(0, Math.round(ms / 1_000) * 1_000);
}
