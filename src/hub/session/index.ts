/**
 * hub/session: debug sessions, the probes that were asked for, what became of them in each target, and who did what. It
 * reaches targets through its port Engine alone, and knows no socket, no process and no file.
 */
export * from './bus-port.ts';
export * from './control-desk.ts';
export * from './memory-bus.ts';
export * from './ports.ts';
export * from './probe.ts';
export * from './session.ts';
export * from './session-book.ts';
export * from './store-port.ts';
export * from './target-book.ts';
