/**
 * wire/dap/client: a client for any debug adapter: the connection and its sessions, breakpoints as they were observed, stacks,
 * values, steps, events. It knows the protocol, base, and nothing of a hub.
 */
export * from './async-debug-client.ts';
export type { AsyncBreakpointTarget } from './async-look.ts';
export type * from './at.ts';
export type { BreakpointState, LineBreakpointOptions, ObservedBreakpoint } from './breakpoint.ts';
export type * from './client-event.ts';
export type * from './client-options.ts';
export type { EventStream, FollowOptions, WaitOptions } from './event-log.ts';
export * from './get-async-debug-client.ts';
export type { PageOptions, VariablesOptions, VariableTree } from './look.ts';
export type { ExceptionStops } from './other-breakpoints.ts';
export type { AdapterPlace } from './place.ts';
export type { StopAt, StopOptions } from './stops.ts';
