/**
 * inside/runtime/core: the one runtime of a thread, flows and their context, traces of the user's code, the engine that
 * turns looks into findings. It knows none of the things that are tracked: those plug in by `section` and by findings.
 */
export * from './finding-engine.ts';
export * from './flow.ts';
export * from './moment.ts';
export * from './registry.ts';
export * from './runtime.ts';
export * from './trace.ts';
export * from './user-map.ts';
