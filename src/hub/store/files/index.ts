/**
 * hub/store/files: the report and the events as files. Whether they can be written is known before the program starts.
 */
export * from './dump-file.ts';
export * from './event-file.ts';
export * from './report-file.ts';
