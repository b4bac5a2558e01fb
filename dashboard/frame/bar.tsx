import { useEffect, useRef } from 'preact/hooks';
import type { LineState, Model, Shelf } from '../model/index.ts';
import { sayCount, sayNumber } from '../words/index.ts';
import { addressOf, place, stay } from './place.ts';
import { setTheme, type Theme, theme, themes } from './theme.ts';
import type { View } from './view.ts';

interface BarProps {
  readonly shelf: Shelf;
  readonly views: readonly View[];
  readonly now: View;
  readonly showKeys: () => void;
}

export function Bar({ shelf, views, now, showKeys }: BarProps) {
  const model = shelf.shown.value;
  const nav = useRef<HTMLElement>(null);
  // In a narrow window the row of views scrolls.
  useEffect(() => nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }), [now]);
  return (
    <header class="bar">
      <a class="brand" href={addressOf('river')}>
        <img src="/icon.svg" alt="" width="22" height="22" /> Eddy
      </a>
      <nav ref={nav} aria-label="Views">
        {views.map(view => view.key !== undefined && <Tab key={view.name} view={view} model={model} now={now} />)}
      </nav>
      <div class="bar-end">
        {model.past === undefined && <RunFilter model={model} />}
        <Lost model={model} />
        {model.past === undefined && <Line model={model} />}
        <ThemeChoice />
        <button type="button" class="plain" title="Keys (?)" aria-label="Keys" onClick={showKeys}>
          ?
        </button>
      </div>
    </header>
  );
}

interface TabProps {
  readonly view: View;
  readonly model: Model;
  readonly now: View;
}

function Tab({ view: { name, title, key, count }, model, now }: TabProps) {
  const number = counted(count, model);
  return (
    <a href={addressOf(name)} aria-current={now.name === name ? 'page' : undefined} title={`${title} (${key})`}>
      {title}
      {number > 0 && <span class="count">{sayNumber(number)}</span>}
    </a>
  );
}

/** What is beside a title may not take the bar away with it. */
function counted(count: View['count'], model: Model): number {
  try {
    return count?.(model) ?? 0;
  } catch {
    return 0;
  }
}

/** Only where there is a choice. */
function RunFilter({ model }: { readonly model: Model }) {
  const runs = model.runs.value;
  const wanted = model.run.value;
  if (runs.length < 2 && wanted === undefined) return null;
  return (
    <select
      aria-label="Which run is looked at"
      value={wanted ?? ''}
      onChange={({ currentTarget }) => stay({ run: currentTarget.value })}
    >
      <option value="">all runs</option>
      {runs.map(({ id, name, words, pid, ended }) => (
        <option key={id} value={id}>
          {`${name ?? words.join(' ').slice(0, 40)} · ${pid}${ended === undefined ? '' : ' (ended)'}`}
        </option>
      ))}
      {wanted !== undefined && !runs.some(({ id }) => id === wanted) && <option value={wanted}>{wanted}</option>}
    </select>
  );
}

function Lost({ model }: { readonly model: Model }) {
  const [lost, dropped, uncounted] = [model.lost.value, model.dropped.value, model.hasUncounted.value];
  const more = uncounted ? ' While the hub or this page was away others may have been, which nobody counted.' : '';
  return (
    <>
      {(lost > 0 || uncounted) && (
        <span class="chip trouble" title={`Gaps in what is drawn are Eddy’s, not the program’s.${more}`}>
          {lost > 0 ? `${sayCount(lost, 'event')} lost` : 'events missed'}
        </span>
      )}
      {dropped > 0 && (
        <span
          class="chip"
          title="There are more flows and findings than this page keeps; the oldest that ended go first."
        >
          {sayNumber(dropped)} let go
        </span>
      )}
    </>
  );
}

const words: Readonly<Record<LineState, string>> = {
  opening: 'calling the hub …',
  there: 'live',
  away: 'the hub is away; it is called again',
  cut: 'no answer from Eddy; it is called again',
  over: 'ended; what was seen stays here',
  'shut-out': 'open this page anew: eddy open',
  past: 'past',
};

function Line({ model }: { readonly model: Model }) {
  const state = model.line.value;
  return (
    <output class={`line line-${state}`}>
      <span class="dot" aria-hidden="true" />
      {words[state]}
    </output>
  );
}

const themeWords: Readonly<Record<Theme, string>> = { system: 'Auto', light: 'Light', dark: 'Dark' };

function ThemeChoice() {
  return (
    <select
      class="theme"
      aria-label="Colours"
      title="Colours"
      value={theme.value}
      onChange={({ currentTarget }) => setTheme(currentTarget.value as Theme)}
    >
      {themes.map(one => (
        <option key={one} value={one}>
          {themeWords[one]}
        </option>
      ))}
    </select>
  );
}

/** What stands over every view while the past is shown. */
export function PastBanner({ shelf }: { readonly shelf: Shelf }) {
  const past = shelf.past.value?.past;
  const opening = shelf.opening.value;
  if (past === undefined) return opening === undefined ? null : <output class="past-banner">{opening}</output>;
  return (
    <div class="past-banner" role="status">
      <strong>The past:</strong> <span class="past-title">{past.title}</span>
      {past.missing.length > 0 && (
        <details>
          <summary>{sayCount(past.missing.length, 'thing')} missing</summary>
          <ul>
            {past.missing.map(one => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </details>
      )}
      <a class="past-back" href={addressOf(place.value.view, [], { past: '' })}>
        Back to what runs now
      </a>
    </div>
  );
}
