import { useRef, useState } from 'preact/hooks';
import type { SessionView } from '../../src/wire/protocol/index.ts';
import { attempt, useNow } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { sayCount } from '../words/index.ts';
import { canAsk } from './can-ask.ts';
import { EventForm } from './event-form.tsx';
import { OffDialog } from './off-dialog.tsx';
import { SessionCard } from './session-card.tsx';
import { SessionForm } from './session-form.tsx';

interface SessionListProps {
  readonly model: Model;
  readonly sessions: readonly SessionView[];
  readonly chosen: SessionView | undefined;
  readonly onShow: (file: string, line?: number, target?: string) => void;
}

/** Sessions that are open, each in its colour, then those that were closed. */
export function SessionList({ model, sessions, chosen, onShow }: SessionListProps) {
  const now = useNow(1_000);
  const [isMaking, setMaking] = useState(false);
  const [isEnding, setEnding] = useState(false);
  const add = useRef<HTMLButtonElement>(null);
  const isLive = canAsk(model);
  const open = sessions.filter(({ closedAt }) => closedAt === undefined);
  const closed = sessions.filter(({ closedAt }) => closedAt !== undefined);
  const card = (session: SessionView) => (
    <SessionCard
      key={session.id}
      model={model}
      session={session}
      sessions={sessions}
      isChosen={session === chosen}
      now={now}
      onShow={onShow}
    />
  );
  return (
    <section class="sessions-side" aria-labelledby="sessions-title">
      <div class="row">
        <h2 id="sessions-title" class="grow">
          Sessions
        </h2>
        {isLive && !isMaking && (
          <button type="button" ref={add} onClick={() => setMaking(true)}>
            New
          </button>
        )}
        {isLive && open.length > 0 && (
          <button type="button" onClick={() => setEnding(true)}>
            Close all …
          </button>
        )}
      </div>
      {isMaking && (
        <SessionForm
          model={model}
          onDone={() => {
            setMaking(false);
            requestAnimationFrame(() => add.current?.focus());
          }}
        />
      )}
      {sessions.length === 0 && !isMaking && (
        <p class="quiet">
          {isLive
            ? 'None is open. Click beside a line of the source to set a probe: it opens the session “main”, which means every flow. A session of your own means yours alone.'
            : 'No session of this run was kept: one is when it is closed.'}
        </p>
      )}
      <ul class="session-cards">{open.map(card)}</ul>
      {isLive && (
        <details class="event-probe">
          <summary>A probe on an event</summary>
          <EventForm model={model} open={open} chosen={chosen} />
        </details>
      )}
      {closed.length > 0 && (
        <details>
          <summary>{sayCount(closed.length, 'closed session')}</summary>
          <ul class="session-cards">{closed.map(card)}</ul>
        </details>
      )}
      {isEnding && (
        <OffDialog
          sessions={open}
          onClose={() => setEnding(false)}
          onOff={() =>
            attempt(async () => {
              await model.ask('off', {});
              await Promise.all([model.refreshSessions(), model.refreshHolds()]);
            })
          }
        />
      )}
    </section>
  );
}
