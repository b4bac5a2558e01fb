import { createServer, type Server, type Socket } from 'node:net';
import { fail } from '../../base/index.ts';
import { checkedPlace, type DapPlace, placeText } from './place.ts';
import type { DapStreams } from './streams.ts';

export interface DapListener {
  /** With the port that was taken. */
  readonly place: DapPlace;
  /** Takes nobody any more. Connections that stand are their owners'. */
  close(): Promise<void>;
}

/** Takes clients at a place; port 0 takes a free one. */
export async function listenDap(place: DapPlace, onClient: (streams: DapStreams) => void): Promise<DapListener> {
  const at = checkedPlace(place);
  const server = createServer({ noDelay: true }, socket => onClient(streamsOf(socket)));
  await listening(server, at);
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? { host: address.address, port: address.port } : at;
  return {
    place: taken,
    close: () => new Promise(resolve => server.close(() => resolve())),
  };
}

function streamsOf(socket: Socket): DapStreams {
  const { remoteAddress, remotePort } = socket;
  const peer = remoteAddress === undefined ? 'the client' : `the client at ${remoteAddress}:${remotePort}`;
  return { input: socket, output: socket, peer };
}

function listening(server: Server, place: DapPlace): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const taken = cause.code === 'EADDRINUSE';
      reject(
        fail('cannot-listen', `${placeText(place)} cannot be listened on: ${taken ? 'it is taken' : cause.message}.`, {
          hint:
            taken && 'port' in place
              ? 'Take another port; 0 takes a free one.'
              : 'See who has it, or take another place.',
          cause,
        }),
      );
    });
    server.listen(place, () => resolve());
  });
}
