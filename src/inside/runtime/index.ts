/**
 * inside/runtime: what runs in the debugged program: flows, tasks, scopes, locks, generators, SDK guards, findings, capture.
 * No package at all; never throws into the program; never makes it wait. This is what `import … from 'eddy'` loads.
 */
export * from './flows.ts';
export * from './scopes/index.ts';
