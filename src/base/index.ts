/**
 * base: clock, errors, ids, ring buffer, ownership. It knows Node and nothing of ours; everything may import it.
 */
export * from './clock.ts';
export * from './errors.ts';
export * from './ids.ts';
export * from './nearest.ts';
export * from './owner.ts';
export * from './ring.ts';
