import { fail } from '../../base/index.ts';

/** Where an adapter or a client listens. */
export type DapPlace = { readonly host?: string | undefined; readonly port: number } | { readonly path: string };

export const loopback = '127.0.0.1';

export function placeText(place: DapPlace): string {
  if ('path' in place) return place.path;
  const host = place.host ?? loopback;
  return `${host.includes(':') ? `[${host}]` : host}:${place.port}`;
}

/** The place that net takes. */
export function checkedPlace(place: DapPlace): DapPlace {
  if ('path' in place) return place;
  const { host = loopback, port } = place;
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return { host, port };
  throw fail('bad-usage', `${port} is no port.`, { hint: 'A port is a whole number from 0 to 65535.' });
}
