import { useEffect } from 'preact/hooks';
import type { Model } from '../model/index.ts';
import { dismiss, notices } from './notice.ts';
import { addressOf, goTo, place } from './place.ts';
import { views } from './views.ts';

const lineWords = {
  opening: 'calling the hub …',
  there: 'live',
  away: 'the hub is away; it is called again',
  cut: 'no answer from Eddy; it is called again',
  'shut-out': 'this page has to be opened anew: eddy open',
} as const;

export function Frame({ model }: { readonly model: Model }) {
  useKeys();
  const now = place.value;
  const view = views.find(({ name }) => name === now.view) ?? views[0]!;
  const state = model.line.value;
  return (
    <div class="frame">
      <a class="skip" href="#main">
        To the content
      </a>
      <header class="bar">
        <a class="brand" href={addressOf('river')}>
          <img src="/icon.svg" alt="" width="22" height="22" /> Eddy
        </a>
        <nav aria-label="Views">
          {views.map(({ name, title, key, count }) => {
            const number = count?.(model) ?? 0;
            return (
              <a
                key={name}
                href={addressOf(name)}
                aria-current={view.name === name ? 'page' : undefined}
                title={`${title} (${key})`}
              >
                {title}
                {number > 0 && <span class="count">{number}</span>}
              </a>
            );
          })}
        </nav>
        <output class={`line line-${state}`} aria-live="polite">
          {lineWords[state]}
        </output>
      </header>
      <main id="main" tabIndex={-1}>
        <view.View model={model} place={now} />
      </main>
      <div class="notices" role="alert">
        {notices.value.map(({ id, text, tone }) => (
          <div key={id} class={`notice ${tone}`}>
            <span>{text}</span>
            <button type="button" aria-label="Close" onClick={() => dismiss(id)}>
              ×
            </button>
          </div>
        ))}
      </div>
    </div>
  );
}

/** A digit leads to a view, wherever nothing is typed. */
function useKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target } = event;
      const isTyping =
        target instanceof HTMLElement &&
        (target.isContentEditable || target.shadowRoot !== null || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
      if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      const view = views.find(({ key }) => key === event.key);
      if (view !== undefined) goTo(view.name);
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, []);
}
