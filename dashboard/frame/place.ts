import { signal } from '@preact/signals';

/** Where the page is: the view, and what it shows, as in `#/flow/k2m.7?at=1795282873695`. Back and reload lead to the same. */
export interface Place {
  readonly view: string;
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
}

/** Words of an address that go along wherever one goes: which run is looked at, and which past one. An empty one is left out. */
const lasting = ['run', 'past'];

export const place = signal<Place>(readPlace(globalThis.location?.hash ?? ''));

export function readPlace(hash: string): Place {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [view = '', ...rest] = path.split('/').map(decoded);
  return { view: view === '' ? 'river' : view, rest, query: new URLSearchParams(query) };
}

/** What the address now says of the run that is looked at is said by the new one, too, unless it says something else. */
export function addressOf(
  view: string,
  rest: readonly string[] = [],
  query: Readonly<Record<string, string>> = {},
): string {
  const words = new URLSearchParams();
  for (const name of lasting) {
    const value = query[name] ?? place.value.query.get(name) ?? '';
    if (value !== '') words.set(name, value);
  }
  for (const [name, value] of Object.entries(query)) if (!lasting.includes(name)) words.set(name, value);
  const path = [view, ...rest].map(part => encodeURIComponent(part.toWellFormed())).join('/');
  return words.size === 0 ? `#/${path}` : `#/${path}?${words}`;
}

export function goTo(view: string, rest?: readonly string[], query?: Readonly<Record<string, string>>): void {
  globalThis.location.hash = addressOf(view, rest, query);
}

/** The same place, said in other words: no step that leads back. */
export function stay(query: Readonly<Record<string, string>>): void {
  const { view, rest, query: now } = place.peek();
  const address = addressOf(view, rest, { ...Object.fromEntries(now), ...query });
  globalThis.history.replaceState(null, '', address);
  place.value = readPlace(address);
}

export function followAddress(): void {
  globalThis.addEventListener('hashchange', () => {
    place.value = readPlace(globalThis.location.hash);
  });
}

/** People write addresses by hand, too. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
