/**
 * hub: the plane. What runs here is ours: it starts programs, hears what they say, and keeps it. A door asks it through
 * compose.ts alone.
 */
export * from './compose.ts';
export { endBySignal, isInForeground } from './engine/node/index.ts';
