/**
 * tasks: named pieces of async work that run as flows of their own, groups that end before their parent goes on, and what
 * is still pending when the program ends. It knows cancel scopes; it knows no lock, no monitor and no door.
 */
export * from './group.ts';
export * from './pending-at-end.ts';
export * from './task.ts';
export type { CancelInfo, TaskInfo, TaskPlace, TaskState } from './task-info.ts';
export * from './task-tracker.ts';
