import { fail, nodeCrypto } from '../../base/index.ts';

export type FrameKind = 'text' | 'close' | 'ping' | 'pong';

export interface Frame {
  readonly kind: FrameKind;
  readonly body: Buffer;
}

const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const satisfies Record<FrameKind, number>;
const kinds = new Map<number, FrameKind>(Object.entries(opcodes).map(([kind, code]) => [code, kind as FrameKind]));
/** Far above what an inspector says at once; past it something is broken. */
const maxMessageBytes = 256 * 1024 * 1024;

/** One frame as a client has to send it: masked. */
export function clientFrame(kind: FrameKind, body: Buffer): Buffer {
  const { length } = body;
  const sizeBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const out = Buffer.allocUnsafe(2 + sizeBytes + 4 + length);
  out[0] = 0x80 | opcodes[kind];
  out[1] = 0x80 | (sizeBytes === 0 ? length : sizeBytes === 2 ? 126 : 127);
  if (sizeBytes === 2) out.writeUInt16BE(length, 2);
  if (sizeBytes === 8) out.writeBigUInt64BE(BigInt(length), 2);
  const mask = nodeCrypto().randomBytes(4);
  const from = 2 + sizeBytes;
  mask.copy(out, from);
  for (let at = 0; at < length; at++) out[from + 4 + at] = (body[at] as number) ^ (mask[at & 3] as number);
  return out;
}

/** Bytes of a server in, whole messages out. What it holds is at most one message that is not whole yet. */
export class FrameReader {
  #parts: Buffer[] = [];
  #have = 0;
  #need = 2;
  #message: Buffer[] = [];
  #messageBytes = 0;

  *take(bytes: Buffer): Generator<Frame> {
    this.#parts.push(bytes);
    this.#have += bytes.length;
    while (this.#have >= this.#need) {
      // Joined only when enough is there: a long message does not get copied with each piece of it.
      const all = this.#parts.length === 1 ? (this.#parts[0] as Buffer) : Buffer.concat(this.#parts, this.#have);
      this.#parts = [all];
      const head = headOf(all);
      if (head === undefined || all.length < head.bytes + head.length) {
        this.#need = head === undefined ? all.length + 1 : head.bytes + head.length;
        return;
      }
      const body = all.subarray(head.bytes, head.bytes + head.length);
      const rest = all.subarray(head.bytes + head.length);
      this.#parts = rest.length === 0 ? [] : [rest];
      this.#have = rest.length;
      this.#need = 2;
      const frame = this.#whole(head, body);
      if (frame !== undefined) yield frame;
    }
  }

  #whole({ opcode, isLast }: Head, body: Buffer): Frame | undefined {
    const kind = kinds.get(opcode);
    if (kind !== undefined && kind !== 'text') return { kind, body };
    if (opcode > 2) throw broken(`a frame of kind ${opcode}`);
    this.#messageBytes += body.length;
    if (this.#messageBytes > maxMessageBytes) throw broken(`a message of more than ${maxMessageBytes} bytes`);
    if (!isLast) {
      this.#message.push(Buffer.from(body));
      return undefined;
    }
    const whole = this.#message.length === 0 ? body : Buffer.concat([...this.#message, body]);
    this.#message = [];
    this.#messageBytes = 0;
    return { kind: 'text', body: whole };
  }
}

interface Head {
  readonly opcode: number;
  readonly isLast: boolean;
  readonly bytes: number;
  readonly length: number;
}

/** Undefined: it is not whole. */
function headOf(bytes: Buffer): Head | undefined {
  const [first = 0, second = 0] = bytes;
  if ((second & 0x80) !== 0) throw broken('a masked frame, as only clients send');
  const short = second & 0x7f;
  const size = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (bytes.length < size) return undefined;
  const length = short < 126 ? short : short === 126 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  if (length > maxMessageBytes) throw broken(`a frame of ${length} bytes`);
  return { opcode: first & 0x0f, isLast: (first & 0x80) !== 0, bytes: size, length };
}

function broken(what: string): Error {
  return fail('bad-message', `The inspector sent ${what}.`, { hint: 'Is it Node that listens there?' });
}
