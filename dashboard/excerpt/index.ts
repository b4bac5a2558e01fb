/**
 * dashboard/excerpt: some lines of a program's source round a place, and a place as a stack says it. It must not know why they are
 * shown.
 */
export * from './excerpt.tsx';
export * from './frames.ts';
