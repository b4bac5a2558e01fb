import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { fail } from '../../base/index.ts';
import { controlVersion } from '../../wire/protocol/index.ts';
import { type Hub, HubLine } from './hub-line.ts';

export interface HubPlace {
  /** A socket's path, `tcp://host:port` or `tls://host:port`. */
  readonly address: string;
  /** It lies in the file `token` of the hub's folder. */
  readonly token: string;
  /** Certificates in PEM that a `tls://` hub is believed by, beside the system's. */
  readonly caFile?: string;
  /** As the audit log names us. */
  readonly as: string;
}

const connectWithinMs = 5000;

/** Dials one hub by its address. Fails when nothing answers there, or the token is not its own. */
export async function dialHub({ address, token, caFile, as }: HubPlace): Promise<Hub> {
  const socket = socketTo(address, caFile);
  const late = AbortSignal.timeout(connectWithinMs);
  try {
    await once(socket, address.startsWith('tls:') ? 'secureConnect' : 'connect', { signal: late });
  } catch (cause) {
    socket.destroy();
    const why = late.aborted ? `nothing answered within ${connectWithinMs / 1000} s` : (cause as Error).message;
    throw fail('no-run', `No hub can be reached at ${address}: ${why}.`, {
      hint: 'See on its machine: eddy status.',
      cause,
    });
  }
  socket.on('error', () => {});
  const nobody = { version: controlVersion, pid: 0, words: [], cwd: '', started: 0 };
  const hub = new HubLine(nobody, socket);
  try {
    await hub.hello(token, as);
    return hub;
  } catch (error) {
    hub.close();
    throw error;
  }
}

function socketTo(address: string, caFile: string | undefined): Socket {
  if (address.startsWith('/')) return connect(address);
  const { protocol, hostname, port } = readAddress(address);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'tcp:') return connect({ host, port: Number(port), noDelay: true });
  // It takes 8 MB, which few need.
  const { connect: connectTls } = process.getBuiltinModule('node:tls');
  const ca = caFile === undefined ? {} : { ca: readFileSync(caFile) };
  return connectTls({ host, port: Number(port), servername: /^[\d.:]+$/.test(host) ? '' : host, ...ca }).setNoDelay(
    true,
  );
}

function readAddress(address: string): URL {
  const url = URL.parse(address);
  if (url !== null && (url.protocol === 'tcp:' || url.protocol === 'tls:') && url.port !== '') return url;
  throw fail('bad-usage', `"${address}" is no address of a hub.`, {
    hint: 'As in /tmp/eddy-hub-1000-main/control, tcp://127.0.0.1:4711, tls://build.example:4711.',
  });
}
