/**
 * gates/positions: a gated program sees its text and its positions as they are without gates: in stacks and call sites, in
 * `toString` of its functions, and in what Node prints of an error that nobody caught. It must not know how gates are
 * placed, nor what they do.
 */
export * from './columns.ts';
export * from './fatal-line.ts';
export * from './gated-scripts.ts';
export * from './install-positions.ts';
export type { Realm } from './stack-format.ts';
