/**
 * gates/load: which files get gates, when they are loaded, and where gated ones are kept. It must not know how gates are
 * placed, nor what they do.
 */
export * from './gate-cache.ts';
export * from './gate-files.ts';
export * from './selection.ts';
export * from './source-hooks.ts';
export * from './vm-sources.ts';
