/**
 * gates/instrument: source in, gated source out, with the table of its gates. It must not know where sources come from,
 * nor what happens when a gate is passed.
 */
export * from './gate-source.ts';
export * from './one-gate.ts';
