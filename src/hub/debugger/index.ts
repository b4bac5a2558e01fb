/**
 * hub/debugger: RemoteDebugger, the plane as a program uses it: sessions that follow the async context, breakpoints, events
 * with handlers, statistics. It speaks to a desk, here or in a hub, and knows no socket and no process.
 */
export type { BreakpointOptions, SetBreakpoint } from './breakpoints.ts';
export type { DebugDesk, DeskListener } from './debug-desk.ts';
export type { DebugEvent, DebugEventKind, SessionEnd } from './debug-event.ts';
export { DebugSession, type SessionInfo } from './debug-session.ts';
export type { DebugHandler, DebugTrouble } from './event-handlers.ts';
export { getRemoteDebugger, setRemoteDebugger } from './get-remote-debugger.ts';
export type { OfHeld, OfSession } from './held-flows.ts';
export { LocalDesk, type LocalDeskOptions } from './local-desk.ts';
export type { Paused } from './pause.ts';
export { type DebuggerStatistics, RemoteDebugger, type RemoteDebuggerOptions } from './remote-debugger.ts';
export type { DebuggerLimits, SessionOptions } from './session-room.ts';
