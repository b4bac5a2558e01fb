/**
 * hub: the plane. What runs here is ours: it starts programs, hears what they say, and keeps it. A door asks it through
 * what stands here alone.
 */
export { endBySignal, isInForeground } from './engine/node/index.ts';
export * from './host.ts';
export * from './run-program.ts';
