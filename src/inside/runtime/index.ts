/**
 * inside/runtime: what runs in the debugged program: flows, tasks, scopes, locks, generators, SDK guards, findings, capture.
 * No package at all; never throws into the program; never makes it wait. This is what `import … from 'eddy'` loads.
 */
export {
  type Captured,
  type CapturedFlow,
  type CapturedNode,
  type CaptureLimits,
  capture,
  captureFlow,
  captureLocals,
  captureStack,
  Redaction,
  type RedactionOptions,
} from './capture/index.ts';
export * from './debugger/index.ts';
export { bindFlow, currentFlow, type FlowInfo, flow } from './flows.ts';
export {
  type Ignored,
  SafeAsyncGenerator,
  type SafeGeneratorOptions,
  type SafeGeneratorState,
  safeGenerator,
  takeOverGenerator,
} from './generators/index.ts';
export {
  type LockKind,
  type LockStatistics,
  lockBook,
  type TrackedLock,
  type TrackLockOptions,
  trackLock,
} from './locks/index.ts';
export * from './monitors/index.ts';
export {
  type ActiveScope,
  type CancelledBy,
  CancelScope,
  CancelScopeTracker,
  type CancelSource,
  checkpoint,
  currentScope,
  openScope,
  orCancelled,
  type ScopeEvent,
  type ScopeExit,
  type ScopeOptions,
  type ScopeReport,
  type ScopeStatistics,
  type ScopeViolation,
  scope,
  type TrackedScope,
  throwIfCancelled,
} from './scopes/index.ts';
export * from './sdk/index.ts';
export {
  type CancelInfo,
  type Group,
  type GroupOptions,
  getTaskTracker,
  group,
  type Task,
  type TaskFunction,
  type TaskInfo,
  type TaskOptions,
  type TaskSelf,
  type TaskState,
  type TaskSummary,
  TaskTracker,
  task,
} from './tasks/index.ts';
