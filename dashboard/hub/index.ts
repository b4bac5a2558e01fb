/**
 * dashboard/hub: the page's line to the door that served it: asks, and live news. It must not know what is drawn.
 */
export * from './ask.ts';
export * from './hub-error.ts';
export * from './live.ts';
export * from './read-answer.ts';
export { meant, visible } from './visible.ts';
