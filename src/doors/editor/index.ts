/**
 * doors/editor: the debug adapter that editors speak to. One connection is one session of an editor: it starts a program, or
 * goes to a run that is there, and shows flows as threads. It knows a hub by what it asks of it, and nothing of how the
 * inside of a program does what was asked.
 */
export * from './editor-ports.ts';
export * from './serve-editor.ts';
export type { EditorSession } from './session.ts';
