/**
 * hub/engine/inspector: into a Node process that was started without us, by its inspector: who may be asked for that, SIGUSR1, which
 * port it listens at, and that all is closed again. It knows /proc and the DevTools protocol's connection; what is asked over
 * it, others know.
 */
export { inspectorAt } from './endpoint.ts';
export type { OpenInspector } from './how.ts';
export { clientsOf, hasLoopback, listenerOf } from './listening.ts';
export { closeAfter, type OpenedInspector, openInspector } from './open.ts';
export { mustBeOurs, openInspectorAt } from './open-at.ts';
export { type ProcessFacts, readProcess } from './process-facts.ts';
