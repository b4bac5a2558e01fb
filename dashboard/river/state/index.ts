/**
 * dashboard/river/state: what the river shows: which time, which lanes, what is chosen, what of the past is read. No DOM: its
 * tests run in Node.
 */
export * from './earlier.ts';
export * from './held-book.ts';
export * from './hit.ts';
export * from './kin.ts';
export * from './lane-layout.ts';
export * from './lane-stack.ts';
export * from './link-book.ts';
export * from './river.ts';
export * from './time-window.ts';
export * from './until.ts';
