/**
 * dashboard/runs: programs that run and ran, files of them, and what changed between two. It must not know what is drawn of one.
 */
export * from './runs.tsx';
