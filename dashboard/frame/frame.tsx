import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Shelf } from '../model/index.ts';
import { Bar, PastBanner } from './bar.tsx';
import { Boundary } from './boundary.tsx';
import { Keys, useKeys } from './keys.tsx';
import { Notices } from './notices.tsx';
import { place } from './place.ts';
import type { View } from './view.ts';

interface FrameProps {
  readonly shelf: Shelf;
  readonly views: readonly View[];
}

export function Frame({ shelf, views }: FrameProps) {
  const [keysShown, setKeysShown] = useState(false);
  const showKeys = useCallback(() => setKeysShown(true), []);
  useKeys(views, showKeys);
  const at = place.value;
  const view = views.find(({ name }) => name === at.view) ?? views[0]!;
  const main = useFocusOnView(`${view.name}/${at.rest.join('/')}`, view.title);
  const model = shelf.shown.value;
  return (
    <div class="frame">
      {/* No link: the address is the view's. */}
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        To the content
      </button>
      <Bar shelf={shelf} views={views} now={view} showKeys={showKeys} />
      <PastBanner shelf={shelf} />
      <main id="main" ref={main} tabIndex={-1} class={view.fills === true ? 'fills' : ''}>
        <Boundary key={`${view.name} ${model.past?.id ?? ''}`} title={view.title}>
          <view.View model={model} place={at} shelf={shelf} />
        </Boundary>
      </main>
      <Notices />
      {keysShown && <Keys views={views} now={view} onClose={() => setKeysShown(false)} />}
    </div>
  );
}

/** Who comes to a view hears its heading; who opens the page is left where the browser begins. */
function useFocusOnView(address: string, title: string) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(address);
  useEffect(() => {
    document.title = `${title} · Eddy`;
    if (shown.current === address) return;
    shown.current = address;
    const heading = main.current?.querySelector<HTMLElement>('h1');
    if (heading !== null && heading !== undefined) heading.tabIndex = -1;
    (heading ?? main.current)?.focus({ preventScroll: true });
    main.current?.scrollTo(0, 0);
  }, [address, title]);
  return main;
}
