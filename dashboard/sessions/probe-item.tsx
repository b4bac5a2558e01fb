import type { Binding, ProbeView } from '../../src/wire/protocol/index.ts';
import { attempt } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { sayState, sayTrouble, stateOf } from '../source/index.ts';
import { sayCount, sayPlace } from '../words/index.ts';
import { canAsk } from './can-ask.ts';
import { MarkIcon } from './mark-icon.tsx';
import { sayLimits, sayProbe } from './probe-draft.ts';

interface ProbeItemProps {
  readonly model: Model;
  readonly view: ProbeView;
  readonly series: number;
  readonly now: number;
  readonly onShow: (file: string, line?: number, target?: string) => void;
}

/** A probe as it was asked for, and what each target has said of it. */
export function ProbeItem({ model, view, series, now, onShow }: ProbeItemProps) {
  const { spec, bindings, unanswered, hits, trouble } = view;
  const isLive = canAsk(model);
  // Nothing is bound in a program that has ended.
  const state = isLive ? stateOf(view) : 'gone';
  const bound = bindings.find(({ places }) => places.length > 0);
  const words = sayProbe(spec);
  const limits = sayLimits(spec, now);
  const remove = () =>
    attempt(async () => {
      await model.ask('unset', { what: spec.id });
      await Promise.all([model.refreshSessions(), model.refreshHolds()]);
    });
  const show = () => {
    const [at] = bound?.places ?? [];
    if (at !== undefined) onShow(at.file, at.line, bound?.target);
    else if ('line' in spec.place) onShow(spec.place.file, spec.place.line);
  };
  return (
    <li class="probe-item">
      <MarkIcon mark={{ kind: spec.kind, state, series }} />
      <div class="grow">
        {'line' in spec.place ? (
          <button type="button" class="link mono" onClick={show} title={spec.place.file}>
            {words}
          </button>
        ) : (
          <span class="mono">{words}</span>
        )}
        {hits > 0 && <span class="chip probe-hits">{sayCount(hits, 'hit')}</span>}
        {limits.length > 0 && <div class="quiet">{limits.join(', ')}</div>}
        {trouble !== undefined && <div class="error-text">{sayTrouble(spec, trouble)}</div>}
        {isLive &&
          grouped(bindings).map(({ text, isTrouble, targets }) => (
            <div
              key={text}
              class={isTrouble ? 'error-text' : 'quiet'}
              title={targets.map(one => model.targetTitle(one)).join('\n')}
            >
              {text}
              {bindings.length > 1 &&
                ` (${targets.length === 1 ? model.targetTitle(targets[0]!) : `${targets.length} targets`})`}
            </div>
          ))}
        {isLive && unanswered.length > 0 && (
          <div class="quiet">
            No answer yet from {unanswered.map(one => model.targetTitle(one)).join(', ')}: busy, blocked or stopped.
          </div>
        )}
        {isLive && bindings.length + unanswered.length === 0 && (
          <div class="quiet">{sayState(view.everBound ? 'gone' : 'asked')}</div>
        )}
      </div>
      {isLive && (
        <button type="button" class="plain" aria-label={`Remove ${words}`} title={`Remove ${spec.id}`} onClick={remove}>
          ×
        </button>
      )}
    </li>
  );
}

interface SaidAlike {
  readonly text: string;
  readonly isTrouble: boolean;
  readonly targets: readonly string[];
}

/** Many targets that say the same are one line. */
function grouped(bindings: readonly Binding[]): SaidAlike[] {
  const lines = new Map<string, SaidAlike>();
  for (const binding of bindings) {
    const text = sayBinding(binding);
    const targets = [...(lines.get(text)?.targets ?? []), binding.target];
    lines.set(text, { text, isTrouble: binding.state === 'refused', targets });
  }
  return [...lines.values()];
}

function sayBinding({ state, mechanism, reason, places }: Binding): string {
  const why = reason === undefined ? '' : `: ${reason}`;
  if (state !== 'bound') return state === 'waiting' && reason === undefined ? sayState('waiting') : `${state}${why}`;
  const [at] = places;
  const where =
    at === undefined ? '' : ` at ${sayPlace(at.file, at.line, 1)}${at.function === '' ? '' : `, ${at.function}`}`;
  return `bound by ${mechanism ?? 'a mechanism it did not name'}${where}${why}`;
}
