/**
 * gates/gated: what a gated source is: its marks, the words that it calls, and the table that goes with it. It must not
 * know how one is made.
 */
export * from './table.ts';
export * from './text.ts';
