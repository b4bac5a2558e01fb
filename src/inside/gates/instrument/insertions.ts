import { mark } from '../gated/index.ts';

const beforeAll = 1e9;

interface Insertion {
  readonly at: number;
  readonly rank: number;
  text: string;
}

/** Pieces of text to put into a source. It never adds a line. */
export class Insertions {
  readonly #all: Insertion[] = [];

  /** Pieces at one place stand in the order in which they were added. */
  add(at: number, text: string): Insertion {
    const insertion = { at, rank: this.#all.length, text };
    this.#all.push(insertion);
    return insertion;
  }

  /** Before what else stands at this place, in the order in which they were added: what is inside ends first. */
  addEnd(at: number, text: string): void {
    this.#all.push({ at, rank: this.#all.length - beforeAll, text });
  }

  /** All that was added, one piece a place, in the order of the text. */
  pieces(): { readonly at: number; readonly text: string }[] {
    const pieces: { at: number; text: string }[] = [];
    for (const { at, text } of this.#all.sort((a, b) => a.at - b.at || a.rank - b.rank)) {
      const last = pieces.at(-1);
      if (last?.at === at) last.text += text;
      else pieces.push({ at, text });
    }
    return pieces;
  }

  /** The gated text, and for each line of the original where a piece stands: [line, column, length, …]. */
  apply(source: string): { text: string; inserts: number[] } {
    const inserts: number[] = [];
    let text = '';
    let from = 0;
    let line = 1;
    let lineStart = 0;
    for (const { at, text: inner } of this.pieces()) {
      const piece = mark + inner + mark;
      for (let next = nextLine(source, lineStart); next !== -1 && next <= at; next = nextLine(source, lineStart)) {
        line++;
        lineStart = next;
      }
      inserts.push(line, at - lineStart, piece.length);
      text += source.slice(from, at) + piece;
      from = at;
    }
    return { text: text + source.slice(from), inserts };
  }
}

/** Where the line after this one starts, as V8 counts lines; -1 on the last. */
function nextLine(source: string, from: number): number {
  lineEnd.lastIndex = from;
  const found = lineEnd.exec(source);
  return found === null ? -1 : found.index + found[0].length;
}

const lineEnd = /\r\n|[\n\r\u2028\u2029]/g;
