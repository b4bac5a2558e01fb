/**
 * tasks: named pieces of async work that run as flows of their own, groups that end before their parent goes on, and what
 * is still pending when the program ends. It knows cancel scopes, and of locks only
 * who waits for one at the end; it knows no monitor and no door.
 */
export { isAbortError, nameError } from './error-text.ts';
export * from './group.ts';
export * from './pending-at-end.ts';
export { type Task, type TaskFunction, type TaskOptions, type TaskSelf, task } from './task.ts';
export { recordOf } from './task-handle.ts';
export { type CancelInfo, infoOf, type TaskInfo, type TaskPlace, type TaskState } from './task-info.ts';
export type { TaskRecord } from './task-record.ts';
export * from './task-tracker.ts';
