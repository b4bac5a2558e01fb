import {
  type AdapterCommand,
  type DapPlace,
  type DapStreams,
  type DialOptions,
  dialDap,
  startAdapter,
} from '../index.ts';

/** Where the adapter is: it listens somewhere, or we start it and speak over its standard streams. */
export type AdapterPlace = DapPlace | AdapterCommand;

export function openPlace(place: AdapterPlace, options: DialOptions): Promise<DapStreams> {
  return 'command' in place ? startAdapter(place) : dialDap(place, options);
}

/** Where a child session is: as its configuration says, else where its parent was reached. */
export function childPlace(configuration: Readonly<Record<string, unknown>>, own: AdapterPlace): AdapterPlace {
  const { connect, host, port } = configuration as {
    connect?: { host?: string; port?: unknown };
    host?: string;
    port?: unknown;
  };
  if (typeof connect?.port === 'number') return { host: connect.host, port: connect.port };
  // What js-debug asks for goes to its own server; its `port` would be an inspector's.
  return 'command' in own && typeof port === 'number' ? { host, port } : own;
}
