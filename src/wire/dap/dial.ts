import { connect, type Socket } from 'node:net';
import { type Clock, fail, systemClock } from '../../base/index.ts';
import { checkedPlace, type DapPlace, placeText } from './place.ts';
import type { DapStreams } from './streams.ts';

const dialWithinMs = 5000;
const betweenTriesMs = 50;

export interface DialOptions {
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** It may not listen yet: dial again until the time is over. */
  readonly untilUp?: boolean | undefined;
  readonly clock?: Clock | undefined;
}

/** Streams to who listens there. Fails with `no-adapter` when nobody takes the connection. */
export async function dialDap(place: DapPlace, options: DialOptions = {}): Promise<DapStreams> {
  const { timeoutMs = dialWithinMs, signal, untilUp = false, clock = systemClock } = options;
  const at = checkedPlace(place);
  const over = new AbortController();
  const limit = clock.after(timeoutMs, () => over.abort(), { holdsProcess: true });
  const ends = signal === undefined ? over.signal : AbortSignal.any([over.signal, signal]);
  try {
    for (;;) {
      const socket = await tryDial(at, ends);
      if (!(socket instanceof Error)) return { input: socket, output: socket, peer: placeText(at) };
      if (signal?.aborted === true)
        throw fail('cancelled', `The connection to ${placeText(at)} was cancelled.`, { cause: signal.reason });
      if (!untilUp || ends.aborted) throw nobody(at, timeoutMs, socket);
      await pause(clock, ends);
    }
  } finally {
    limit.cancel();
  }
}

function tryDial(place: DapPlace, signal: AbortSignal): Promise<Socket | Error> {
  const socket = 'path' in place ? connect(place.path) : connect({ host: place.host, port: place.port, noDelay: true });
  return new Promise(resolve => {
    const over = () => failed(new Error('nobody answered in time'));
    const failed = (error: Error) => {
      signal.removeEventListener('abort', over);
      socket.destroy();
      resolve(error);
    };
    if (signal.aborted) over();
    signal.addEventListener('abort', over, { once: true });
    socket.on('error', failed);
    socket.once('connect', () => {
      signal.removeEventListener('abort', over);
      resolve(socket);
    });
  });
}

function pause(clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = clock.after(betweenTriesMs, resolve, { holdsProcess: true });
    signal.addEventListener('abort', () => [timer.cancel(), resolve()], { once: true });
  });
}

function nobody(place: DapPlace, timeoutMs: number, cause: Error): Error {
  const refused = (cause as NodeJS.ErrnoException).code === 'ECONNREFUSED';
  const why = refused ? 'nothing listens there' : cause.message;
  return fail('no-adapter', `No debug adapter answers at ${placeText(place)} (tried for ${timeoutMs} ms): ${why}.`, {
    hint: 'Start one there, as "python3 -m debugpy.adapter --port PORT" or "eddy serve" does, and give its port.',
    cause,
  });
}
