/**
 * dashboard/values: a captured value as a tree and as a line, and what is different between two. It must not know where values
 * come from: who shows one gives the way to read more of it.
 */
export * from './captured.ts';
export * from './diff.ts';
export * from './expressions.ts';
export * from './parts.ts';
export * from './value-tree.tsx';
