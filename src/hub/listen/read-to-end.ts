import type { Socket } from 'node:net';

type Done = (error?: Error | null) => void;

/**
 * Node closes a socket whose write fails, and drops what was not read of it yet: all that a program has said that ended
 * while we had a word for it. Here such a write is let go; the end comes by reading.
 */
export function readToEnd(socket: Socket): void {
  const write = socket._write.bind(socket);
  socket._write = (chunk, encoding, done) => write(chunk, encoding, letGo(done));
  const writeMany = socket._writev?.bind(socket);
  if (writeMany !== undefined) socket._writev = (chunks, done) => writeMany(chunks, letGo(done));
}

function letGo(done: Done): Done {
  return () => done();
}
