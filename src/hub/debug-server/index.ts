/**
 * hub/debug-server: ports where editors and clients of the debug adapter protocol call in, each with an adapter of its own, and
 * several such ports at once. It passes messages on, and knows neither what they mean nor what is debugged.
 */
export type { AdapterChoice } from './adapter-choice.ts';
export { DebugServer, type DebugServerInfo, type DebugServerOptions } from './debug-server.ts';
export {
  DebugServerManager,
  type DebugServerManagerOptions,
  getServerManager,
  type ServedClient,
} from './debug-server-manager.ts';
