/**
 * hub/listen: where targets call in: a Unix socket in a folder of ours alone, lines cut and checked, tokens compared.
 * It knows no session: what is said goes to who asked to hear it.
 */
export * from './left-folders.ts';
export * from './left-lines.ts';
export * from './private-folder.ts';
export * from './target-socket.ts';
