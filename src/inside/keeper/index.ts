/**
 * inside/keeper: the thread beside the program. It passes on what the program's threads say, and looks at the main thread
 * while that is blocked. It runs none of the program's code and must not know how things are tracked.
 */
export * from './channel.ts';
export { greeting, type HubPlace, socketPathOf, tokenFileOf } from './hub-place.ts';
export { leaveLines } from './leave-lines.ts';
export * from './options.ts';
export { writeReport } from './out-file.ts';
export { waitedMs } from './processor-wait.ts';
export * from './start.ts';
export * from './switches.ts';
export { throwStates } from './throw-watch.ts';
