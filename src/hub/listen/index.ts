/**
 * hub/listen: where targets and controllers call in: Unix sockets in a folder of ours alone, lines cut and checked, tokens
 * compared, orders matched with their answers. It knows no session: what is said goes to who asked to hear it.
 */
export * from './control-socket.ts';
export * from './left-folders.ts';
export * from './left-lines.ts';
export * from './listener.ts';
export * from './listeners.ts';
export * from './private-folder.ts';
export * from './run-card-file.ts';
export * from './serve-either.ts';
export * from './target-socket.ts';
