import { AsyncDebugClient } from './async-debug-client.ts';
import type { ClientOptions } from './client-options.ts';
import type { AdapterPlace } from './place.ts';

/** debugpy's own, and that of the suite that Eddy was asked for in. */
export const defaultPlace: AdapterPlace = { host: '127.0.0.1', port: 5678 };

const key = Symbol.for('eddy.asyncDebugClient.1');

/** The one of this process; the first call says where its adapter is. */
export function getAsyncDebugClient(place: AdapterPlace = defaultPlace, options: ClientOptions = {}): AsyncDebugClient {
  const held = globalThis as { [key]?: AsyncDebugClient };
  held[key] ??= new AsyncDebugClient(place, options);
  return held[key];
}

/** A client while a function runs; disconnected on every way out. */
export async function connectedClient<T>(
  place: AdapterPlace,
  run: (client: AsyncDebugClient) => Promise<T>,
  options: ClientOptions = {},
): Promise<T> {
  await using client = new AsyncDebugClient(place, options);
  await client.connect();
  return await run(client);
}
