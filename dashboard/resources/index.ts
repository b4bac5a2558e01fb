/**
 * dashboard/resources: locks and who waits for whom, scopes, generators, streams, SDK sessions, and how long operations take. It
 * must not know how reports are made.
 */
export * from './resources.tsx';
