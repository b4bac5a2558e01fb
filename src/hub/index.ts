/**
 * hub: the plane. What runs here is ours: it starts programs, hears what they say, and keeps it. A door asks it through
 * what stands here alone.
 */

export * from './attach.ts';
export * from './certificate.ts';
export * from './compose.ts';
export { configPort, loadServe } from './config/index.ts';
export * from './doctor/index.ts';
export { endBySignal, isInForeground } from './engine/node/index.ts';
export { exportRun } from './export-run.ts';
export * from './host.ts';
export * from './hosted-run.ts';
export * from './interrupt.ts';
export * from './join.ts';
export * from './page.ts';
export type { PastAsk } from './past.ts';
export * from './run-program.ts';
export * from './serve.ts';
export { openStayFolder } from './stay-folder.ts';
export * from './store-path.ts';
export { dumpUnprepared } from './unprepared/index.ts';
export { FileWatch } from './watch/index.ts';
