/**
 * hub/debug-dashboard: DebugDashboard, the page and the figures of a run as a program uses them. It asks a hub as any controller
 * does, by a line that it is given, and knows neither how it is dialled nor what the page draws.
 */
export type { DashboardData, ErrorRow, SystemNow } from './dashboard-data.ts';
export {
  type DashboardHub,
  type DashboardOptions,
  type DashboardPorts,
  type DashboardStatus,
  HubDashboard,
} from './hub-dashboard.ts';
export type { Frequent, Operation, OperationMetrics } from './operation.ts';
export type { OwnError, OwnRecords } from './own-records.ts';
