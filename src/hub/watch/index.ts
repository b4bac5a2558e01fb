/** hub/watch: says which files below some paths have changed. It knows nothing of who runs them. */
export * from './file-watch.ts';
