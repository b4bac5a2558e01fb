/**
 * tasks: named pieces of async work that run as flows of their own, groups that end before their parent goes on, and what
 * is still pending when the program ends. It knows cancel scopes, and of locks only
 * who waits for one at the end; it knows no monitor and no door.
 */
export * from './group.ts';
export * from './pending-at-end.ts';
export * from './task.ts';
export type { CancelInfo, TaskInfo, TaskPlace, TaskState } from './task-info.ts';
export * from './task-tracker.ts';
