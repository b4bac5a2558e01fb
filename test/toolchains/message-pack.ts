/** What a message of MessagePack holds. */
export function readMessagePack(bytes: Buffer): unknown {
  return new Reader(bytes).value();
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  value(): unknown {
    const kind = this.#bytes.readUInt8(this.#take(1));
    if (kind < 0x80) return kind;
    if (kind < 0x90) return this.#map(kind & 0x0f);
    if (kind < 0xa0) return this.#array(kind & 0x0f);
    if (kind < 0xc0) return this.#text(kind & 0x1f);
    if (kind >= 0xe0) return kind - 0x100;
    switch (kind) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xc5:
      case 0xc6: {
        const length = this.#length(kind - 0xc4);
        return this.#bytes.subarray(this.#take(length), this.#at);
      }
      case 0xca:
        return this.#bytes.readFloatBE(this.#take(4));
      case 0xcb:
        return this.#bytes.readDoubleBE(this.#take(8));
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#length(kind - 0xcc);
      case 0xcf:
        return this.#bytes.readBigUInt64BE(this.#take(8));
      case 0xd0:
      case 0xd1:
      case 0xd2: {
        const size = 1 << (kind - 0xd0);
        return this.#bytes.readIntBE(this.#take(size), size);
      }
      case 0xd3:
        return this.#bytes.readBigInt64BE(this.#take(8));
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#text(this.#length(kind - 0xd9));
      case 0xdc:
      case 0xdd:
        return this.#array(this.#length(kind - 0xdc + 1));
      case 0xde:
      case 0xdf:
        return this.#map(this.#length(kind - 0xde + 1));
      default:
        throw new Error(`MessagePack of kind 0x${kind.toString(16)} is not read here.`);
    }
  }

  #take(length: number): number {
    this.#at += length;
    return this.#at - length;
  }

  /** Of 1, 2 or 4 bytes. */
  #length(power: number): number {
    const size = 1 << power;
    return this.#bytes.readUIntBE(this.#take(size), size);
  }

  #text(length: number): string {
    return this.#bytes.toString('utf8', this.#take(length), this.#at);
  }

  #array(length: number): unknown[] {
    return Array.from({ length }, () => this.value());
  }

  #map(length: number): Record<string, unknown> {
    return Object.fromEntries(Array.from({ length }, () => [this.value(), this.value()]));
  }
}
