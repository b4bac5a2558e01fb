import type { Socket } from 'node:net';
import { fail, isSameToken } from '../../base/index.ts';
import { type DapStreams, ownStdio } from '../../wire/dap/index.ts';
import type { EditorPorts } from './editor-ports.ts';
import { EditorSession } from './session.ts';
import type { Given } from './settings.ts';

export interface ServeEditorOptions {
  readonly streams: DapStreams;
  readonly ports: EditorPorts;
  /** What `launch` and `attach` must say; absent: who speaks to us may. */
  readonly token?: string | undefined;
}

/** The editor that started this process. */
export function serveEditorStdio(ports: EditorPorts): EditorSession {
  return serveEditor({ streams: ownStdio(ports.clock), ports });
}

const firstWord = 'content-length:';
const firstWordWithinMs = 30_000;

/** Who dialled in at a port. A browser that is made to knock there speaks HTTP, and is sent away unheard. */
export function serveEditorSocket(
  socket: Socket,
  options: Omit<ServeEditorOptions, 'streams'>,
): Promise<EditorSession | undefined> {
  const { promise, resolve } = Promise.withResolvers<EditorSession | undefined>();
  const timer = options.ports.clock.after(firstWordWithinMs, () => socket.destroy());
  let start = Buffer.alloc(0);
  const look = (chunk: Buffer) => {
    start = Buffer.concat([start, chunk]);
    const said = start.subarray(0, firstWord.length).toString('latin1').toLowerCase();
    if (said !== firstWord && firstWord.startsWith(said)) return;
    timer.cancel();
    socket.off('data', look);
    if (said !== firstWord) {
      socket.destroy();
      return;
    }
    socket.pause();
    const peer = `the editor at ${socket.remoteAddress}:${socket.remotePort}`;
    const session = serveEditor({ ...options, streams: { input: socket, output: socket, peer } });
    socket.unshift(start);
    socket.resume();
    resolve(session);
  };
  socket.on('data', look);
  socket.on('error', () => {});
  socket.on('close', () => {
    timer.cancel();
    resolve(undefined);
  });
  return promise;
}

/** Serves one editor, until it has gone and nothing of its session is left. */
export function serveEditor({ streams, ports, token }: ServeEditorOptions): EditorSession {
  return new EditorSession({
    streams,
    ports,
    mayEnter(given: Given) {
      if (token === undefined || (typeof given.token === 'string' && isSameToken(given.token, token))) return;
      throw fail('refused', '"token" is missing, or is not the one of this server.', {
        hint: 'It is in the file `token` of the hub’s folder; `eddy ide vscode` writes it.',
      });
    },
  });
}
