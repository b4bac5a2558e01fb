/**
 * hub/store/sqlite: what happened, in a file that outlives the hub. A thread of its own has the file, so that the hub's loop
 * never waits for a disk. What cannot be read is put aside, never written over; two hubs never share one.
 */
export * from './open.ts';
export { SqliteStore } from './sqlite-store.ts';
export { SqliteView } from './sqlite-view.ts';
export type { StoreView } from './stored-things.ts';
