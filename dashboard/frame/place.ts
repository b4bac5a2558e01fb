import { signal } from '@preact/signals';

/** Where the page is: the view, and what it shows, as in `#/flow/k2m.7?at=1795282873695`. Back and reload lead to the same. */
export interface Place {
  readonly view: string;
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}

export const place = signal<Place>(readPlace(globalThis.location?.hash ?? ''));

export function readPlace(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [view = '', ...rest] = path.split('/').map(part => decodeURIComponent(part));
  return { view: view === '' ? 'river' : view, rest, query: new URLSearchParams(query) };
}

export function addressOf(
  view: string,
  rest: readonly string[] = [],
  query: Readonly<Record<string, string>> = {},
): string {
  const words = new URLSearchParams(query).toString();
  return `#/${[view, ...rest].map(part => encodeURIComponent(part)).join('/')}${words === '' ? '' : `?${words}`}`;
}

export function goTo(view: string, rest?: readonly string[], query?: Readonly<Record<string, string>>): void {
  globalThis.location.hash = addressOf(view, rest, query);
}

export function followAddress(): void {
  globalThis.addEventListener('hashchange', () => {
    place.value = readPlace(globalThis.location.hash);
  });
}
