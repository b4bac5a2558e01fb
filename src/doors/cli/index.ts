/**
 * doors/cli: the words people type and the words they read. Each command is one record, from which the parser and the
 * help are made. It must not know how a hub does what it is asked to: that comes in through ports.
 */
export * from './cli.ts';
export type * from './full-screen.ts';
export type * from './ports.ts';
export { HoldPrompt, tryTerminal } from './prompt/index.ts';
export { tryFullScreen } from './top/index.ts';
export { oneLine } from './words/index.ts';
