/**
 * hub/store/export: what a store has, as texts for other tools: lines of JSON, and a trace. Streamed a page at a time: it
 * never has the whole.
 */
export * from './ndjson.ts';
export * from './trace.ts';
