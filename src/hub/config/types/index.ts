/** hub/config/types: the kinds of values that keys have. Each reads, shows and describes its own, and knows no key. */
export * from './lists.ts';
export * from './measures.ts';
export * from './scalars.ts';
