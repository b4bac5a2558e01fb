/**
 * scopes: cancel scopes of ours, which really cancel, and the tracker for those that are not ours; the rules of entering
 * and exiting both. It knows flows and the async context; it must not know tasks, groups, locks or the façade.
 */
export type { CancelledBy, CancelSource } from './cancel-note.ts';
export * from './cancel-scope.ts';
export { CancelScopeTracker, type EnterOptions, type ScopeExit, type TrackerOptions } from './cancel-scope-tracker.ts';
export { cancelledError, cancelSourceOf } from './cancelled-error.ts';
export * from './checkpoint.ts';
export * from './scope.ts';
export type { ScopeEvent, ScopeEventType, ScopeViolation, ScopeVisit } from './scope-log.ts';
export type { ScopeOptions } from './scope-options.ts';
export { splitCancels } from './split-cancels.ts';
export type { ScopeExitOptions, TrackedScope } from './tracked-scope.ts';
export type { ActiveScope, ScopeReport, ScopeStatistics } from './tracker-report.ts';
