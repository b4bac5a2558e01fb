/**
 * monitors: locks, sessions, tasks and the system of this thread, as one asks for them by name and as a report. They read
 * what the other folders keep; they start nothing but the system's sampling, and no folder below knows them.
 */
export { type HolderInfo, type LockInfo, LockMonitor, type LockMonitorStatistics } from './lock-monitor.ts';
export {
  ResourceMonitor,
  type ResourceMonitorOptions,
  type ResourceReport,
  type ResourceStatistics,
} from './resource-monitor.ts';
export { type SessionInfo, SessionMonitor, type SessionStatistics, type SessionStatus } from './session-monitor.ts';
export {
  SystemMonitor,
  type SystemMonitorOptions,
  type SystemSample,
  type SystemStatistics,
} from './system-monitor.ts';
export { TaskMonitor, type TaskMonitorStatistics } from './task-monitor.ts';
