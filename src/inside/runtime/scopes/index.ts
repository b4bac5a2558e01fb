/**
 * scopes: cancel scopes of ours, which really cancel, and the tracker for those that are not ours; the rules of entering
 * and exiting both. It knows flows and the async context; it must not know tasks, groups, locks or the façade.
 */
export * from './cancel-note.ts';
export * from './cancel-scope.ts';
export { cancelledError, cancelSourceOf } from './cancelled-error.ts';
export * from './checkpoint.ts';
export * from './scope.ts';
export * from './split-cancels.ts';
