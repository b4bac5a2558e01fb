/**
 * debugger: one object with the names of the documents that Eddy was asked for in: tasks, scopes, locks, sessions and
 * operations tracked, statistics, report and summary; and the decorators. It does nothing of its own: all of it is done below.
 */
export {
  AsyncDebugger,
  type AsyncDebuggerOptions,
  type DebugReport,
  type DebugStatistics,
  getAsyncDebugger,
} from './async-debugger.ts';
export { breakpoint } from './breakpoint.ts';
export { CancelScopeMonitor, type ScopeMonitorStatistics } from './cancel-scope-monitor.ts';
export { type DebugAsync, type DebugAsyncOptions, debugAsync } from './debug-async.ts';
export { debugScope } from './debug-scope.ts';
export { debugTask } from './debug-task.ts';
export type { AskedBreakpoint, OperationBreakpoint, OperationInfo, OperationSnapshot } from './operation.ts';
