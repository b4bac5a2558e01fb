import type { Flow, Runtime } from '../core/index.ts';

/** By connection: the flows of the requests that are being answered on it. Who watches requests fills it. */
export function socketFlows<O extends { readonly flow: Flow }>(rt: Runtime): WeakMap<object, O[]> {
  return rt.part('flows of sockets', () => new WeakMap<object, O[]>());
}
