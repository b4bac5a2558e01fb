import type { SessionView } from '../../src/wire/protocol/index.ts';
import { addressOf, attempt, place } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { seriesOf } from '../source/index.ts';
import { sayCount, sayMoment, sayMs } from '../words/index.ts';
import { canAsk } from './can-ask.ts';
import { exampleOf, sayMatcher } from './matcher-draft.ts';
import { ProbeItem } from './probe-item.tsx';

interface SessionCardProps {
  readonly model: Model;
  readonly session: SessionView;
  readonly sessions: readonly SessionView[];
  readonly isChosen: boolean;
  readonly now: number;
  readonly onShow: (file: string, line?: number, target?: string) => void;
}

/** One session: whom it means, its probes and what became of them, what they did. */
export function SessionCard({ model, session, sessions, isChosen, now, onShow }: SessionCardProps) {
  const { id, name, match, openedAt, closedAt, probes } = session;
  const series = seriesOf(id, sessions);
  const isOpen = closedAt === undefined;
  const example = isOpen ? exampleOf(match) : undefined;
  const kept = Object.fromEntries(
    ['file', 'line', 'target', 'hold', 'of'].map(word => [word, place.value.query.get(word) ?? '']),
  );
  const close = () =>
    attempt(async () => {
      await model.ask('unset', { what: id });
      await Promise.all([model.refreshSessions(), model.refreshHolds()]);
    });
  return (
    <li class={`card session series-${series}${isChosen ? ' chosen' : ''}`}>
      <div class="row">
        <span class="session-colour" aria-hidden="true" />
        <a
          class="grow session-name"
          href={addressOf('sessions', isChosen ? [] : [isOpen ? name : id], kept)}
          aria-current={isChosen ? 'true' : undefined}
          title={isChosen ? 'Show hits of all sessions' : 'Show its hits, and set probes in it'}
        >
          {name}
        </a>
        {isOpen && canAsk(model) && (
          <button type="button" onClick={close} aria-label={`Close session ${name}`}>
            Close
          </button>
        )}
      </div>
      <p class="session-match">
        {match.length === 0 ? 'every flow' : match.map(one => <code key={sayMatcher(one)}>{sayMatcher(one)}</code>)}
      </p>
      {probes.length > 0 && (
        <ul class="probe-items">
          {probes.map(view => (
            <ProbeItem key={view.spec.id} model={model} view={view} series={series} now={now} onShow={onShow} />
          ))}
        </ul>
      )}
      {probes.length === 0 && isOpen && <p class="quiet">No probes yet: choose it, and click beside a line.</p>}
      {isChosen && example !== undefined && (
        <p class="quiet">
          A request that it means: <code class="session-example">{example}</code>
        </p>
      )}
      <p class="quiet session-sums">
        {sums(session)} · <span title={sayMoment(openedAt, now)}>{sayOpen(session, canAsk(model), now)}</span>
      </p>
    </li>
  );
}

function sums({ statistics: { holds, stops, snaps, logs } }: SessionView): string {
  const words = [
    holds > 0 ? sayCount(holds, 'hold') : '',
    stops > 0 ? sayCount(stops, 'stop') : '',
    snaps > 0 ? sayCount(snaps, 'snap') : '',
    logs > 0 ? sayCount(logs, 'log') : '',
  ].filter(word => word !== '');
  return words.length === 0 ? 'no hits' : words.join(', ');
}

function sayOpen({ openedAt, closedAt }: SessionView, isLive: boolean, now: number): string {
  if (closedAt !== undefined) return `closed ${sayMoment(closedAt, now)}`;
  return isLive ? `open for ${sayMs(Math.round((now - openedAt) / 1_000) * 1_000)}` : 'open until the run ended';
}
