/**
 * hub/store/memory: what happened, for as long as the hub runs. Bounded by count and bytes: the oldest goes first, and is
 * counted.
 */
export * from './memory-store.ts';
