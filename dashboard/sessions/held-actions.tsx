import { useEffect, useState } from 'preact/hooks';
import type { Hold } from '../../src/wire/protocol/index.ts';
import { attempt, notify, stay } from '../frame/index.ts';
import type { Model } from '../model/index.ts';
import { flowOf, keyOf } from './held-choice.ts';

interface HeldActionsProps {
  readonly model: Model;
  readonly hold: Hold;
  /** It could not be told to go on: perhaps it has gone. Where it does, an event says so. */
  readonly onLost: () => void;
}

type Way = 'resume' | 'over' | 'into' | 'out';

const ways: readonly { readonly way: Way; readonly title: string; readonly key: string }[] = [
  { way: 'resume', title: 'Resume', key: 'F8' },
  { way: 'over', title: 'Over', key: 'F10' },
  { way: 'into', title: 'Into', key: 'F11' },
  { way: 'out', title: 'Out', key: 'Shift+F11' },
];

/** How a held flow goes on, by button or key. Where the program changed what was edited, it asks first. */
export function HeldActions({ model, hold, onLost }: HeldActionsProps) {
  const [isAsking, setAsking] = useState(false);
  const [conflict, setConflict] = useState<{ readonly way: Way; readonly names: readonly string[] } | undefined>();
  const id = keyOf(hold);
  const go = async (way: Way, force = false) => {
    if (isAsking) return;
    setAsking(true);
    setConflict(undefined);
    const names = await attempt(() => goOn(model, hold, way, force));
    setAsking(false);
    if (names === undefined) onLost();
    else if (names.length > 0) setConflict({ way, names });
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null) return;
      const pressed = event.shiftKey ? `Shift+${event.key}` : event.key;
      const found = ways.find(({ key }) => key === pressed);
      if (found === undefined) return;
      event.preventDefault();
      void go(found.way);
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  });
  return (
    <>
      <div class="row held-actions" role="toolbar" aria-label={`Flow ${hold.flow}`}>
        {ways.map(({ way, title, key }) => (
          <button
            key={way}
            type="button"
            class={way === 'resume' ? 'primary' : ''}
            disabled={isAsking}
            title={`${way === 'resume' ? title : `Step ${way}`} (${key})`}
            aria-label={way === 'resume' ? undefined : `Step ${way}`}
            aria-keyshortcuts={key}
            onClick={() => void go(way)}
          >
            {title}
          </button>
        ))}
      </div>
      {conflict !== undefined && (
        <div class="held-conflict" role="alert">
          <p>
            It still stands: the program changed {conflict.names.join(', ')} after you did. Your value is not written,
            unless you want it over the program’s.
          </p>
          <button type="button" onClick={() => void go(conflict.way, true)}>
            {conflict.way === 'resume' ? 'Write mine and resume' : 'Write mine and go on'}
          </button>
        </div>
      )}
      <span class="unseen" role="status">
        {`${hold.kind === 'stop' ? 'Stopped' : 'Held'} in ${hold.place.function || 'a function'}, line ${hold.place.line}. ${id}`}
      </span>
    </>
  );
}

/** Names whose edit was in the way. With `force` a step becomes a step that overwrites. */
async function goOn(model: Model, hold: Hold, way: Way, force: boolean): Promise<readonly string[]> {
  const id = keyOf(hold);
  if (way === 'resume' || force) {
    const step = way === 'resume' ? {} : { step: way };
    const { holds } = await model.ask('resume', { hold: id, ...step, ...(force ? { force } : {}) });
    const [told] = holds;
    if (told?.error !== undefined) throw new Error(told.error.message);
    return told?.conflicts ?? [];
  }
  const { resumed, conflicts, next } = await model.ask('step', { hold: id, step: way });
  if (next !== undefined) stay({ hold: keyOf(next), of: flowOf(next) });
  else if (resumed) notify('It has not come to its next place yet. It is shown here as soon as it does.', 'done');
  return conflicts;
}
