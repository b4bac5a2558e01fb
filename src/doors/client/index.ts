/**
 * doors/client: the only way to speak to a hub: finds the runs of this user, dials one, asks and follows. It must not know
 * who wants to know, or how it is shown.
 */
export * from './dial-hub.ts';
export * from './hub-line.ts';
export * from './lasting-hub.ts';
export * from './open-hub.ts';
export * from './runs.ts';
