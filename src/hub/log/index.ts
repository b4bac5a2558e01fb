/** hub/log: lines of JSON in files that take turns. It knows nothing of what they say. */
export * from './rotating-file.ts';
