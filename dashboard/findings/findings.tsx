import { useEffect } from 'preact/hooks';
import { Empty, goTo, NothingRuns, stay, useNow, type ViewProps } from '../frame/index.ts';
import type { FindingGroup } from '../model/index.ts';
import { sayCount } from '../words/index.ts';
import { byKind, type FindingFilter, filtered, isAsked, keptWords, readFilter } from './filter.ts';
import { FilterRow } from './filter-row.tsx';
import { FindingPage } from './finding-page.tsx';
import { KindSection } from './kind-section.tsx';
import { mutes } from './muted.ts';

/** `#/findings`, and `#/findings/KEY`. */
export function Findings({ model, place }: ViewProps) {
  const now = useNow(1_000);
  const all = model.findings.value;
  const filter = readFilter(place.query);
  const listed = filtered(all, filter);
  const isMuted = ({ key }: FindingGroup) => mutes.all.value.has(key);
  const shown = byKind(listed.filter(group => !isMuted(group)));
  const muted = byKind(listed.filter(isMuted));
  const [key] = place.rest;
  useListKeys(
    [...shown, ...muted].flatMap(({ groups }) => groups.map(group => group.key)),
    key,
    filter,
  );
  if (key !== undefined) {
    const inOrder = [...shown, ...muted].flatMap(({ groups }) => groups);
    return <FindingPage model={model} shownKey={key} filter={filter} inOrder={inOrder} now={now} />;
  }
  const places = shown.reduce((sum, { groups }) => sum + groups.length, 0);
  return (
    <section class="findings">
      <h1>Findings {places > 0 && <span class="quiet count-words">{sayCount(places, 'place')}</span>}</h1>
      <FilterRow filter={filter} all={all} onChange={more => stay({ ...more })} />
      {all.length === 0 && <Nothing model={model} />}
      {all.length > 0 && listed.length === 0 && (
        <Empty title="No finding is like that.">
          <button type="button" onClick={() => stay({ kind: '', severity: '', text: '' })}>
            Show all {all.length}
          </button>
        </Empty>
      )}
      {shown.map(kind => (
        <KindSection key={kind.kind} model={model} kind={kind} filter={filter} now={now} />
      ))}
      {muted.length > 0 && (
        <details class="muted" open={isAsked(filter)}>
          <summary>
            Muted in this browser:{' '}
            {sayCount(
              muted.reduce((sum, { groups }) => sum + groups.length, 0),
              'place',
            )}
          </summary>
          {muted.map(kind => (
            <KindSection key={kind.kind} model={model} kind={kind} filter={filter} now={now} />
          ))}
        </details>
      )}
      {model.dropped.value > 0 && all.length >= 5_000 && <p class="quiet">There are more than this page keeps.</p>}
    </section>
  );
}

function Nothing({ model }: Pick<ViewProps, 'model'>) {
  if (model.past === undefined && model.allTargets.value.length === 0) return <NothingRuns model={model} />;
  return (
    <Empty title="Eddy has seen nothing wrong so far.">
      <p class="quiet">
        It looks for crossed and leaked scopes, locks in a ring, tasks that never settle, a blocked event loop and more,
        while the program runs. What it names here it has observed.
      </p>
    </Empty>
  );
}

/** `j` and `k` go down and up: in the list from row to row, at a finding to the next one. */
function useListKeys(keys: readonly string[], shown: string | undefined, filter: FindingFilter): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0;
      if (step === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
      if (shown !== undefined) {
        const next = keys[keys.indexOf(shown) + step];
        if (next !== undefined && keys.includes(shown)) goTo('findings', [next], keptWords(filter));
        return;
      }
      const rows = [...document.querySelectorAll<HTMLAnchorElement>('.findings a.finding-link')];
      const at = rows.indexOf(document.activeElement as HTMLAnchorElement);
      rows[Math.max(0, Math.min(rows.length - 1, at + step))]?.focus();
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, [keys.join('\n'), shown, filter.kind, filter.severity, filter.text]);
}
