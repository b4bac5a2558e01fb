import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { fail } from '../../base/index.ts';
import { encodeLine, protocolVersion } from '../../wire/protocol/index.ts';

/** Where a hub is, and what is said to it first. */
export interface HubPlace {
  /** A unix socket's path, `tcp://host:port` or `tls://host:port`. */
  readonly address: string;
  /** Absent: it is read from `tokenFile` at each dial. */
  readonly token?: string;
  readonly tokenFile?: string;
  /** File with the certificates that a TLS hub's may be signed by. Absent: those that Node trusts. */
  readonly ca?: string;
  /** What its run is called, where it shows a hub's own token. */
  readonly run?: string;
  /** It is one that comes back. */
  readonly keep?: true;
}

type Way =
  | { readonly by: 'unix'; readonly path: string }
  | { readonly by: 'tcp' | 'tls'; readonly host: string; readonly port: number };

const aliveAfterMs = 15_000;

/** Of a hub's unix socket the path; undefined of any other address. Throws where it is none at all. */
export function socketPathOf(address: string): string | undefined {
  const way = wayOf(address);
  return way.by === 'unix' ? way.path : undefined;
}

/** Beside a unix socket lies its token. */
export function tokenFileOf(address: string): string | undefined {
  const path = socketPathOf(address);
  return path === undefined ? undefined : join(dirname(path), 'token');
}

/** Throws when there is none, or none yet. */
export function tokenOf({ token, tokenFile }: HubPlace): string {
  return token ?? readFileSync(tokenFile ?? '', 'utf8').trim();
}

/** What is said to it first. Throws like `tokenOf`. */
export function greeting(hub: HubPlace, pid: number): string {
  const more = hub.run === undefined ? {} : { run: hub.run };
  return encodeLine({ say: 'hello', version: protocolVersion, token: tokenOf(hub), pid, ...more });
}

/** `onOpen` is called when words may go out. */
export function dialHub({ address, ca }: HubPlace, onOpen: () => void): Socket {
  const way = wayOf(address);
  if (way.by === 'unix') return connect(way.path, onOpen);
  const { host, port } = way;
  const at = { host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: aliveAfterMs };
  if (way.by === 'tcp') return connect(at, onOpen);
  // Most keepers never need it, and it takes a while to load.
  const { connect: connectTls } = process.getBuiltinModule('node:tls');
  const socket = connectTls({ ...at, ...(ca === undefined ? {} : { ca: readFileSync(ca) }) }, onOpen);
  socket.setNoDelay(true);
  return socket;
}

function wayOf(address: string): Way {
  const [, by, host, port] = /^(tcp|tls):\/\/(\[[^\]]+\]|[^:/@[\]]+):(\d{1,5})\/?$/.exec(address) ?? [];
  if (by === undefined) {
    if (address === '' || address.includes('://'))
      throw fail('bad-option', `EDDY_HUB is "${address}", where no hub can be.`, {
        hint: "It is the path of a hub's socket, tcp://HOST:PORT or tls://HOST:PORT.",
      });
    return { by: 'unix', path: address };
  }
  return { by: by as 'tcp' | 'tls', host: host!.replace(/^\[|\]$/g, ''), port: Number(port) };
}
