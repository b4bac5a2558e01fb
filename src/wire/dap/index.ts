/**
 * wire/dap: the Debug Adapter Protocol from both sides: its types, framing, one connection, and what that runs over. It knows
 * base alone: no adapter, no hub, no editor. The client is in `client/`.
 */
export type { AskOptions } from './asked.ts';
export * from './child.ts';
export * from './connection.ts';
export * from './dial.ts';
export type * from './eddy-requests.ts';
export { answerOf, type Refusal } from './failure.ts';
export type * from './handlers.ts';
export * from './listen.ts';
export * from './message.ts';
export * from './message-cutter.ts';
export * from './own-stdio.ts';
export { type DapPlace, placeText } from './place.ts';
export * from './streams.ts';
export type * from './types/index.ts';
