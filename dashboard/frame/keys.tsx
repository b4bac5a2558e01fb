import { useEffect, useRef } from 'preact/hooks';
import { dismiss, notices } from './notice.ts';
import { goTo } from './place.ts';
import type { View } from './view.ts';

const searchField = 'main [data-search], main input[type="search"]';

/** A digit leads to a view, `/` to its search, `?` to the list of keys, wherever nothing is typed; Escape leaves. */
export function useKeys(views: readonly View[], showKeys: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Escape') return leave();
      if (isTyping(event.target)) return;
      const view = views.find(({ key }) => key === event.key);
      if (view !== undefined) goTo(view.name);
      else if (event.key === '?') showKeys();
      else if (event.key === '/') {
        const field = document.querySelector<HTMLElement>(searchField);
        if (field === null) return;
        field.focus();
        event.preventDefault();
      }
    };
    globalThis.addEventListener('keydown', onKey);
    return () => globalThis.removeEventListener('keydown', onKey);
  }, [views, showKeys]);
}

/** A dialog closes itself. */
function leave(): void {
  const { activeElement } = document;
  const newest = notices.value.at(-1);
  if (activeElement instanceof HTMLElement && activeElement.matches(searchField)) activeElement.blur();
  else if (newest !== undefined) dismiss(newest.id);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

interface KeysProps {
  readonly views: readonly View[];
  readonly now: View;
  readonly onClose: () => void;
}

export function Keys({ views, now, onClose }: KeysProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="keys" aria-labelledby="keys-title" onClose={onClose}>
      <h2 id="keys-title">Keys</h2>
      <dl>
        {views.map(({ name, title, key }) => key !== undefined && <Row key={name} keys={key} what={title} />)}
        <Row keys="/" what="search in this view" />
        <Row keys="?" what="this list" />
        <Row keys="Esc" what="close what is open, leave a field" />
        {now.keys?.map(([keys, what]) => (
          <Row key={keys} keys={keys} what={what} />
        ))}
      </dl>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}

function Row({ keys, what }: { readonly keys: string; readonly what: string }) {
  return (
    <div>
      <dt>
        {keys.split(' ').map(key => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{what}</dd>
    </div>
  );
}
