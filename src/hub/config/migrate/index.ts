/** hub/config/migrate: reads the two old files, says what became of each key, and writes the new one. */
export * from './migrate.ts';
