import { connect, type Socket } from 'node:net';
import { type Clock, fail, nodeCrypto } from '../../base/index.ts';
import { clientFrame, FrameReader } from './frames.ts';

export interface CdpPlace {
  readonly host: string;
  readonly port: number;
  /** With the slash before it: `/4f7c…`. */
  readonly path: string;
}

export interface CdpWaits {
  readonly clock: Clock;
  /** For the connection, and for each answer that is given no time of its own. */
  readonly withinMs: number;
}

const maxHeadBytes = 16 * 1024;
const closeWithinMs = 1000;

/** A WebSocket of a client: whole texts out and in. One loop: the socket's `data`; what is not read waits in the kernel. */
export class TextSocket {
  /** Settles, never fails, when nothing more can come: with the reason, for people. */
  readonly ended: Promise<string>;
  readonly #socket: Socket;
  readonly #clock: Clock;
  readonly #reader = new FrameReader();
  #onText: ((text: string) => void) | undefined;
  #waiting: string[] = [];
  #why: string | undefined;

  constructor(socket: Socket, clock: Clock, left: Buffer) {
    this.#socket = socket;
    this.#clock = clock;
    const end = Promise.withResolvers<string>();
    this.ended = end.promise;
    socket.on('data', (bytes: Buffer) => this.#take(bytes));
    socket.on('error', error => (this.#why ??= error.message));
    socket.on('close', () => end.resolve(this.#why ?? 'the other side is gone'));
    if (left.length > 0) this.#take(left);
  }

  /** Of our end: by it the system's table knows the connection. */
  get localPort(): number {
    return this.#socket.localPort ?? 0;
  }

  /** Once; texts that came before are handed over now. */
  listen(onText: (text: string) => void): void {
    this.#onText = onText;
    for (const text of this.#waiting.splice(0)) onText(text);
  }

  send(text: string): void {
    this.#socket.write(clientFrame('text', Buffer.from(text)));
  }

  async close(): Promise<void> {
    this.#why ??= 'closed by us';
    if (!this.#socket.destroyed) this.#socket.end(clientFrame('close', Buffer.alloc(0)));
    const timer = this.#clock.after(closeWithinMs, () => this.#socket.destroy(), { holdsProcess: true });
    await this.ended;
    timer.cancel();
  }

  #take(bytes: Buffer): void {
    try {
      for (const { kind, body } of this.#reader.take(bytes)) {
        if (kind === 'text') this.#tell(body.toString('utf8'));
        else if (kind === 'ping') this.#socket.write(clientFrame('pong', body));
        else if (kind === 'close') {
          this.#why ??= 'the other side closed it';
          this.#socket.end();
        }
      }
    } catch (error) {
      this.#why ??= (error as Error).message;
      this.#socket.destroy();
    }
  }

  #tell(text: string): void {
    if (this.#onText === undefined) this.#waiting.push(text);
    else this.#onText(text);
  }
}

/** Refused, silent or not a WebSocket: an error that says which. */
export async function dialText(place: CdpPlace, { clock, withinMs }: CdpWaits): Promise<TextSocket> {
  const { host, port } = place;
  const where = `${host}:${port}`;
  const socket = connect({ host, port });
  const answer = Promise.withResolvers<Buffer>();
  let came: Buffer = Buffer.alloc(0);
  const take = (bytes: Buffer) => {
    came = Buffer.concat([came, bytes]);
    const end = came.indexOf('\r\n\r\n');
    if (end < 0 && came.length > maxHeadBytes) answer.reject(notOne(where, 'what came is no answer of HTTP'));
    if (end < 0) return;
    const [first = ''] = came.toString('latin1', 0, end).split('\r\n', 1);
    if (/^HTTP\/1\.1 101\b/.test(first)) answer.resolve(came.subarray(end + 4));
    else answer.reject(notOne(where, first.slice(0, 100)));
  };
  const failed = (cause: Error) =>
    answer.reject(fail('closed', `The inspector at ${where} could not be reached: ${cause.message}.`, { cause }));
  const gone = () => answer.reject(fail('closed', `The inspector at ${where} closed the connection.`));
  const timer = clock.after(
    withinMs,
    () => answer.reject(fail('no-answer', `The inspector at ${where} did not answer within ${withinMs} ms.`)),
    { holdsProcess: true },
  );
  socket.setNoDelay(true);
  socket.on('data', take).on('error', failed).on('close', gone);
  socket.on('connect', () => socket.write(greeting(place)));
  try {
    const left = await answer.promise;
    socket.off('data', take).off('error', failed).off('close', gone);
    return new TextSocket(socket, clock, left);
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    timer.cancel();
  }
}

// Node lets in who names it by its address or as localhost, and nobody by another name.
function greeting({ host, port, path }: CdpPlace): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return [
    `GET ${path} HTTP/1.1`,
    `Host: ${name}:${port}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${nodeCrypto().randomBytes(16).toString('base64')}`,
    'Sec-WebSocket-Version: 13',
    '\r\n',
  ].join('\r\n');
}

function notOne(where: string, what: string): Error {
  return fail('refused', `What listens at ${where} is no inspector that lets us in: ${what}.`);
}
