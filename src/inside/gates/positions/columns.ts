/** Where a column of gated text is in the original; both from 1. Inside a piece of ours: where the piece stands. */
export function originalColumn(inserts: readonly number[], line: number, column: number): number {
  return new Columns(inserts).original(line, column);
}

interface Piece {
  readonly line: number;
  /** In the original, from 0. */
  readonly column: number;
  /** In the gated text, from 0. */
  readonly start: number;
  readonly end: number;
  /** How much of ours stands before it in the file. */
  readonly before: number;
}

/** The pieces of ours in one file. `inserts` is a table's: [line, column from 0, length, …] in the order of the text. */
export class Columns {
  readonly #pieces: Piece[] = [];

  constructor(inserts: readonly number[]) {
    let shift = 0;
    let before = 0;
    for (let at = 0; at < inserts.length; at += 3) {
      const [line, column, length] = [inserts[at]!, inserts[at + 1]!, inserts[at + 2]!];
      if (line !== inserts[at - 3]) shift = 0;
      this.#pieces.push({ line, column, start: column + shift, end: column + shift + length, before });
      shift += length;
      before += length;
    }
  }

  original(line: number, column: number): number {
    const piece = this.#lastBefore(line, column);
    if (piece?.line !== line) return column;
    return column <= piece.end ? piece.column + 1 : column - piece.end + piece.column;
  }

  /** Where a column of the original is in the gated text; both from 1. */
  gated(line: number, column: number): number {
    let shift = 0;
    for (const piece of this.#pieces) {
      if (piece.line === line && piece.column < column) shift += piece.end - piece.start;
    }
    return column + shift;
  }

  /** As `original`, for a place counted in characters from the start of the file, from 0. */
  originalPosition(line: number, column: number, position: number): number {
    const piece = this.#lastBefore(line, column);
    if (piece === undefined) return position;
    const inside = piece.line === line && column <= piece.end ? column - 1 - piece.start : piece.end - piece.start;
    return position - piece.before - inside;
  }

  /** The last piece that begins at or before a place of the gated text. */
  #lastBefore(line: number, column: number): Piece | undefined {
    let low = 0;
    let high = this.#pieces.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const piece = this.#pieces[middle]!;
      if (piece.line < line || (piece.line === line && piece.start < column)) low = middle + 1;
      else high = middle;
    }
    return this.#pieces[low - 1];
  }
}
