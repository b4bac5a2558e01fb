/**
 * streams: which streams are open, looked up when somebody asks: what the watchers have written down of readers and bodies, and Node's
 * own list of what keeps the loop alive. It keeps nothing, and must not change what it looks at.
 */
export * from './open-streams.ts';
export * from './socket-flows.ts';
