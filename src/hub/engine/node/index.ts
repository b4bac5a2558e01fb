/**
 * hub/engine/node: starts a program so that its Node processes speak to the hub, and sees how it ends. It must not know
 * what they say.
 */
export * from './environment.ts';
export * from './inherited.ts';
export * from './launch.ts';
export * from './program.ts';
export * from './signals.ts';
