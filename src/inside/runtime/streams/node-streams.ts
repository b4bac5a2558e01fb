import { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { OpenStream } from '../../../wire/protocol/index.ts';

interface SeenStream extends Omit<OpenStream, 'flow' | 'flowName' | 'opened' | 'site'> {
  readonly stream: object;
}

const kinds: Readonly<Record<string, OpenStream['kind']>> = { Pipe: 'pipe', TTY: 'terminal' };

/** Streams among what keeps the loop alive, at most so many of it. They are read by Node's own getters: a program may have put others over them. */
export function* nodeStreams(most: number): Generator<SeenStream> {
  for (const handle of handles().slice(0, most)) {
    if (!(handle instanceof Socket)) continue;
    const read = (name: string) => tryRead(handle, name);
    const native = read('_handle');
    if (read('destroyed') === true) continue;
    const peer = peerOf(native) ?? stdioOf(handle);
    yield {
      stream: handle,
      kind: kinds[nameOf(native)] ?? 'socket',
      state: stateOf(read('writableNeedDrain'), read('readable'), read('readableFlowing')),
      ...(peer === undefined ? {} : { peer }),
      ...numbers({
        bytesRead: read('bytesRead'),
        bytesWritten: read('bytesWritten'),
        toRead: read('readableLength'),
        toWrite: read('writableLength'),
      }),
    };
  }
}

/** Node has no other list that says more than names. */
function handles(): readonly unknown[] {
  const { _getActiveHandles: list } = process as { _getActiveHandles?: () => readonly unknown[] };
  return typeof list === 'function' ? list.call(process) : [];
}

function stateOf(needsDrain: unknown, isReadable: unknown, flowing: unknown): OpenStream['state'] {
  if (needsDrain === true) return 'full';
  if (isReadable === false) return 'writable';
  if (flowing === null) return 'unread';
  return flowing === true ? 'flowing' : 'paused';
}

/** Node's own getter would write it down in the socket. */
function peerOf(native: unknown): string | undefined {
  const out: { address?: string; port?: number } = {};
  const { getpeername } = (native ?? {}) as { getpeername?: (out: object) => number };
  if (typeof getpeername !== 'function' || getpeername.call(native, out) !== 0) return undefined;
  const { address, port } = out;
  if (typeof address !== 'string' || typeof port !== 'number') return undefined;
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Of the process's own, which know it by their number. */
function stdioOf(socket: object): string | undefined {
  const fd: unknown = Object.getOwnPropertyDescriptor(socket, 'fd')?.value;
  return ['stdin', 'stdout', 'stderr'].find((_, number) => number === fd);
}

function nameOf(handle: unknown): string {
  return typeof handle === 'object' && handle !== null ? (handle.constructor?.name ?? '') : '';
}

/** What Node stands on itself a program may have put something over. */
function tryRead(socket: Socket, name: string): unknown {
  try {
    return getterOf(name)?.call(socket);
  } catch {
    return undefined;
  }
}

const getters = new Map<string, ((this: unknown) => unknown) | undefined>();

/** As Node made it: of a socket, or of what every stream is. */
function getterOf(name: string): ((this: unknown) => unknown) | undefined {
  if (!getters.has(name)) {
    const owner = [Socket.prototype, Object.getPrototypeOf(Socket.prototype) as object, Readable.prototype].find(one =>
      Object.hasOwn(one, name),
    );
    getters.set(name, owner && Object.getOwnPropertyDescriptor(owner, name)?.get);
  }
  return getters.get(name);
}

function numbers<K extends string>(values: Readonly<Record<K, unknown>>): { [N in K]?: number } {
  return Object.fromEntries(Object.entries(values).filter(([, one]) => typeof one === 'number')) as never;
}
