/**
 * dashboard/runs: programs that run and ran. It must not know what is drawn of one.
 */
export * from './runs.tsx';
