import { fail } from '../../base/index.ts';

export const maxMessageBytes = 64 * 1024 * 1024;
/** An adapter may print a warning before it speaks; more than this between two messages is another protocol. */
const maxJunkBytes = 1024 * 1024;
const shownJunkBytes = 200;

const newline = 10;
const lengthField = /Content-Length:[ \t]*(\d+)[ \t]*$/i;

export function encodeMessage(message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`, 'latin1'), body]);
}

/**
 * Cuts a byte stream into the texts of messages, however it was split. Lines that are no header are passed over and
 * counted. A length or an amount of junk above the limit is an error, before any of it is held in memory.
 */
export class MessageCutter {
  readonly #maxBytes: number;
  #pieces: Buffer[] = [];
  #bytes = 0;
  /** Of the body that is being read; undefined: we are in a header. */
  #bodyBytes: number | undefined;
  /** As the header said that is being read. */
  #announced: number | undefined;
  #junkSinceMessage = 0;
  #junkStart = '';

  constructor(maxBytes = maxMessageBytes) {
    this.#maxBytes = maxBytes;
  }

  /** Bytes that belonged to no message. Above zero, something else writes where the other side speaks. */
  junkBytes = 0;

  /** What came and completes nothing: above zero at the end, a message was cut off. */
  get restBytes(): number {
    return this.#bytes;
  }

  /** How the last junk begins; empty when there was none. */
  get junkText(): string {
    return this.#junkStart;
  }

  /** The messages that this chunk completes, in order. */
  *push(chunk: Buffer): Generator<string> {
    let from = 0;
    while (from < chunk.length) {
      if (this.#bodyBytes === undefined) {
        const end = chunk.indexOf(newline, from);
        const to = end < 0 ? chunk.length : end + 1;
        this.#hold(chunk.subarray(from, to));
        from = to;
        if (end >= 0) this.#headerLine(this.#take());
        else if (this.#bytes > maxJunkBytes) this.#junk(this.#take());
        if (this.#bodyBytes === 0) yield this.#body();
      } else {
        const to = Math.min(chunk.length, from + this.#bodyBytes - this.#bytes);
        this.#hold(chunk.subarray(from, to));
        from = to;
        if (this.#bytes === this.#bodyBytes) yield this.#body();
      }
    }
  }

  #headerLine(line: Buffer): void {
    const text = line.toString('latin1').replace(/\r?\n$/, '');
    if (text === '') {
      this.#bodyBytes = this.#announced;
      this.#announced = undefined;
      return;
    }
    const length = lengthField.exec(text);
    if (length !== null) {
      this.#announced = this.#checked(Number(length[1]), length[1] as string);
      if (length.index > 0) this.#junk(line.subarray(0, length.index));
    } else if (this.#announced === undefined || !/^[\w-]+:/.test(text)) {
      this.#junk(line);
    }
  }

  #checked(bytes: number, said: string): number {
    if (bytes <= this.#maxBytes) return bytes;
    throw fail('bad-message', `A message of ${said} bytes was announced; ${this.#maxBytes} is the limit.`);
  }

  #junk(bytes: Buffer): void {
    if (this.#junkSinceMessage === 0) this.#junkStart = '';
    this.#junkSinceMessage += bytes.length;
    this.junkBytes += bytes.length;
    if (this.#junkStart.length < shownJunkBytes)
      this.#junkStart = (this.#junkStart + bytes.toString('utf8')).slice(0, shownJunkBytes);
    if (this.#junkSinceMessage <= maxJunkBytes) return;
    const begins = JSON.stringify(this.#junkStart.slice(0, 80));
    throw fail('bad-message', `${this.#junkSinceMessage} bytes came that are no message; they begin with ${begins}.`, {
      hint: 'Does something else than a debug adapter speak there?',
    });
  }

  #body(): string {
    this.#bodyBytes = undefined;
    this.#junkSinceMessage = 0;
    return this.#take().toString('utf8');
  }

  #hold(piece: Buffer): void {
    this.#pieces.push(piece);
    this.#bytes += piece.length;
  }

  #take(): Buffer {
    const [first] = this.#pieces;
    const whole = this.#pieces.length === 1 && first !== undefined ? first : Buffer.concat(this.#pieces, this.#bytes);
    this.#pieces = [];
    this.#bytes = 0;
    return whole;
  }
}
