/**
 * dashboard/words: how times, sizes, counts and places are written, the same in every view. It must not know what they are of.
 */
export * from './amounts.ts';
export * from './places.ts';
export * from './times.ts';
