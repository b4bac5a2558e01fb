import type { Socket } from 'node:net';
import { type Clock, fail, isSameToken } from '../../base/index.ts';
import {
  type ControlLine,
  type ControlRequest,
  controlVersion,
  type EddyEvent,
  type HubState,
  LineCutter,
  maxLineBytes,
  wireError,
} from '../../wire/protocol/index.ts';
import { mustBeShort } from './first-line.ts';
import { Listener } from './listener.ts';
import { readRequest } from './read-request.ts';

/** Who is at the other end. The pid is what it says; the user is ours, as nobody else can enter the folder. */
export interface Caller {
  readonly pid: number;
  readonly uid: number;
  readonly as: string;
}

export interface ControlCall {
  readonly request: ControlRequest;
  readonly caller: Caller;
  /** Sends an event whenever it likes, until the connection ends. */
  readonly tell: (event: EddyEvent) => void;
  /** Sends the whole state, now and again whenever events were lost. */
  readonly tellAll: (state: () => HubState) => void;
  /** Aborted when the connection ends. */
  readonly gone: AbortSignal;
}

export interface ControlSocketOptions {
  readonly path: string;
  readonly token: string;
  readonly clock: Clock;
  /** Events that the hub has taken in. */
  cursor(): number;
  /** Gives the result, or throws what the controller is told. */
  onCall(call: ControlCall): Promise<unknown>;
}

const helloWithinMs = 5000;
/** Who was told what was wrong has so long to read it. */
const readsWithinMs = 5000;
/** What nobody has read of our answers; past it there is no reader. */
const maxUnreadBytes = 64 * 1024 * 1024;
/** What may wait for a controller that does not read; events past it are dropped and counted. */
const maxWaitingBytes = 8 * 1024 * 1024;

/**
 * Listens for controllers: terminals of the same user. Requests of one connection run beside each other; a connection
 * that says something wrong is told so and let go.
 */
export class ControlSocket {
  readonly #options: ControlSocketOptions;
  readonly #listener: Listener;
  readonly #connections = new Set<Socket>();

  constructor(options: ControlSocketOptions) {
    this.#options = options;
    this.#listener = new Listener({ path: options.path }, socket => this.serve(socket));
  }

  async open(): Promise<void> {
    await this.#listener.open();
  }

  get connectionCount(): number {
    return this.#connections.size;
  }

  async close(): Promise<void> {
    for (const socket of this.#connections) socket.destroy();
    await this.#listener.close();
  }

  /** Of somebody who dialled in here, or elsewhere. */
  serve(socket: Socket): void {
    const cutter = new LineCutter(maxLineBytes);
    const gone = new AbortController();
    const { tell, tellAll, dropped } = teller(socket);
    let caller: Caller | undefined;
    let timer = this.#options.clock.after(helloWithinMs, () => socket.destroy());
    let isOver = false;
    this.#connections.add(socket);
    socket.on('data', (chunk: Buffer) => {
      if (isOver) return;
      try {
        for (const text of cutter.push(chunk)) {
          const request = readRequest(text);
          if (request.do === 'hello') {
            caller = this.#greet(request as ControlRequest<'hello'>);
            timer.cancel();
          } else if (caller === undefined) {
            throw fail('refused', 'A controller says hello first.');
          }
          void this.#answer({ request, caller, tell, tellAll, gone: gone.signal }, socket, dropped);
        }
        if (caller === undefined) mustBeShort(cutter);
      } catch (error) {
        // Not matched with a request: it is the connection that is wrong, and nothing more of it is heard.
        isOver = true;
        timer.cancel();
        timer = this.#options.clock.after(readsWithinMs, () => socket.destroy());
        socket.end(encode({ id: 0, error: wireError(error) }));
      }
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      timer.cancel();
      this.#connections.delete(socket);
      gone.abort();
    });
  }

  #greet({ ask }: ControlRequest<'hello'>): Caller {
    if (typeof ask.token !== 'string' || !isSameToken(ask.token, this.#options.token)) {
      throw fail('refused', 'The token of this controller is not the one of this run.');
    }
    if (ask.version !== controlVersion) {
      throw fail('refused', `This run speaks version ${controlVersion} of the control protocol, not ${ask.version}.`, {
        hint: 'Use the Eddy that started it.',
      });
    }
    return { pid: Number(ask.pid), uid: process.getuid?.() ?? -1, as: String(ask.as).slice(0, 100) };
  }

  async #answer(call: ControlCall, socket: Socket, dropped: () => number): Promise<void> {
    const { id } = call.request;
    let text: string;
    try {
      const result = (await this.#options.onCall(call)) as never;
      const { clock, cursor } = this.#options;
      text = encode({ id, result, observed: { at: clock.now(), cursor: cursor(), droppedEvents: dropped() } });
    } catch (error) {
      text = encode({ id, error: wireError(error) });
    }
    if (socket.destroyed) return;
    if (socket.writableLength > maxUnreadBytes) {
      socket.destroy();
      return;
    }
    const bytes = Buffer.byteLength(text);
    // The other end would take it for nonsense and hang up.
    socket.write(bytes <= maxLineBytes ? text : encode({ id, error: wireError(tooLong(call, bytes)) }));
  }
}

function tooLong({ request }: ControlCall, bytes: number): Error {
  const sizes = `${Math.ceil(bytes / 1024 / 1024)} MiB, more than ${maxLineBytes / 1024 / 1024} MiB`;
  return fail('refused', `The answer to "${request.do}" is ${sizes}.`, { hint: 'Ask for less of it.' });
}

/**
 * An event is told when there is room; how many were lost is told with the next, or, to who wants the whole state, with
 * that, as soon as there is room again.
 */
function teller(socket: Socket): Pick<ControlCall, 'tell' | 'tellAll'> & { dropped(): number } {
  let droppedEvents = 0;
  let all: (() => HubState) | undefined;
  const tellState = () => {
    if (all === undefined || socket.destroyed) return;
    socket.write(encode({ state: all(), droppedEvents }));
    droppedEvents = 0;
  };
  socket.on('drain', () => {
    if (droppedEvents > 0) tellState();
  });
  return {
    tell(event) {
      if (socket.destroyed) return;
      // What came before the whole state is in it; until that is told, nothing else is.
      if (socket.writableLength > maxWaitingBytes || (all !== undefined && droppedEvents > 0)) {
        droppedEvents++;
        return;
      }
      if (droppedEvents > 0) socket.write(encode({ droppedEvents }));
      droppedEvents = 0;
      socket.write(encode({ event }));
    },
    tellAll(state) {
      all = state;
      if (socket.writableLength > maxUnreadBytes) socket.destroy();
      tellState();
    },
    dropped: () => droppedEvents,
  };
}

function encode(line: ControlLine): string {
  return `${JSON.stringify(line)}\n`;
}
