import { fail } from '../../base/index.ts';

/** What the snapshot says of itself, before its numbers. */
export interface SnapshotHead {
  readonly nodeFields: readonly string[];
  readonly nodeTypes: readonly string[];
  readonly edgeFields: readonly string[];
  readonly edgeTypes: readonly string[];
  readonly locationFields: readonly string[];
  readonly nodeCount: number;
  readonly edgeCount: number;
}

export interface SnapshotSink {
  onHead(head: SnapshotHead): void;
  /** One number of a list: nodes, edges, locations. */
  onNumber(list: string, value: number): void;
  /** In the order of their index. */
  onString(text: string): void;
}

type State = 'head' | 'key' | 'numbers' | 'strings' | 'string' | 'over';

const maxHeadCharacters = 64 * 1024;
const [quote, backslash, comma, open, close, minus, zero, nine] = [...'"\\,[]-09'].map(one => one.charCodeAt(0)) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];

/** A heap snapshot in its JSON, piece by piece: what it holds of the text is one string at most. */
export class SnapshotReader {
  readonly #sink: SnapshotSink;
  #state: State = 'head';
  #text = '';
  #list = '';
  #depth = 0;
  #number = 0;
  #hasNumber = false;
  #sign = 1;
  #escaped = false;

  constructor(sink: SnapshotSink) {
    this.#sink = sink;
  }

  /** All of it has come. */
  get isWhole(): boolean {
    return this.#state === 'over';
  }

  take(chunk: string): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#state === 'head') at = this.#head(chunk, at);
      else if (this.#state === 'key') at = this.#key(chunk, at);
      else if (this.#state === 'numbers') at = this.#numbers(chunk, at);
      else if (this.#state === 'strings') at = this.#strings(chunk, at);
      else if (this.#state === 'string') at = this.#string(chunk, at);
      else return;
    }
  }

  /** Up to the bracket of `"nodes":[`. */
  #head(chunk: string, from: number): number {
    const before = this.#text.length;
    this.#text += chunk.slice(from);
    const found = /,\s*"nodes"\s*:\s*\[/.exec(this.#text);
    if (found === null) {
      if (this.#text.length > maxHeadCharacters) throw unread('it does not begin as one');
      return chunk.length;
    }
    const { snapshot } = JSON.parse(`${this.#text.slice(0, found.index)}}`) as { snapshot: Head };
    this.#sink.onHead(headOf(snapshot));
    this.#text = '';
    this.#startList('nodes');
    return from + found.index + found[0].length - before;
  }

  /** Up to the next list's bracket, or the end. */
  #key(chunk: string, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const code = chunk.charCodeAt(at);
      if (code === open) {
        const [, name = ''] = /"(\w+)"\s*:\s*$/.exec(this.#text) ?? [];
        this.#text = '';
        this.#startList(name);
        return at + 1;
      }
      this.#text += chunk[at];
      if (chunk[at] === '}') this.#state = 'over';
    }
    return chunk.length;
  }

  #startList(name: string): void {
    this.#list = name;
    this.#depth = 1;
    this.#state = name === 'strings' ? 'strings' : 'numbers';
  }

  #numbers(chunk: string, from: number): number {
    const sink = this.#sink;
    const list = this.#list;
    let number = this.#number;
    let has = this.#hasNumber;
    for (let at = from; at < chunk.length; at++) {
      const code = chunk.charCodeAt(at);
      if (code >= zero && code <= nine) {
        number = number * 10 + (code - zero);
        has = true;
      } else if (code === minus) {
        this.#sign = -1;
      } else if (code === comma || code === close || code === open) {
        if (has) sink.onNumber(list, number * this.#sign);
        number = 0;
        has = false;
        this.#sign = 1;
        if (code === open) this.#depth++;
        if (code === close && --this.#depth === 0) {
          this.#number = 0;
          this.#hasNumber = false;
          this.#state = 'key';
          return at + 1;
        }
      }
    }
    this.#number = number;
    this.#hasNumber = has;
    return chunk.length;
  }

  #strings(chunk: string, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const code = chunk.charCodeAt(at);
      if (code === quote) {
        this.#state = 'string';
        return at + 1;
      }
      if (code === close) {
        this.#state = 'key';
        return at + 1;
      }
    }
    return chunk.length;
  }

  #string(chunk: string, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const code = chunk.charCodeAt(at);
      if (this.#escaped) this.#escaped = false;
      else if (code === backslash) this.#escaped = true;
      else if (code === quote) {
        const raw = this.#text + chunk.slice(from, at);
        this.#text = '';
        this.#sink.onString(raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw);
        this.#state = 'strings';
        return at + 1;
      }
    }
    this.#text += chunk.slice(from);
    return chunk.length;
  }
}

interface Head {
  readonly meta: {
    readonly node_fields: string[];
    readonly node_types: [string[]];
    readonly edge_fields: string[];
    readonly edge_types: [string[]];
    readonly location_fields?: string[];
  };
  readonly node_count: number;
  readonly edge_count: number;
}

function headOf({ meta, node_count, edge_count }: Head): SnapshotHead {
  return {
    nodeFields: meta.node_fields,
    nodeTypes: meta.node_types[0],
    edgeFields: meta.edge_fields,
    edgeTypes: meta.edge_types[0],
    locationFields: meta.location_fields ?? [],
    nodeCount: node_count,
    edgeCount: edge_count,
  };
}

function unread(why: string): Error {
  return fail('bad-message', `The heap snapshot cannot be read: ${why}.`);
}
