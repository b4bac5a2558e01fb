const lineEnd = /\r\n|[\n\r\u2028\u2029]/g;

/** From an offset to a line and a column, both from 1, as V8 counts lines. */
export class LineFinder {
  readonly #starts: number[] = [0];

  constructor(source: string) {
    for (const found of source.matchAll(lineEnd)) this.#starts.push(found.index + found[0].length);
  }

  place(offset: number): { line: number; column: number } {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.#starts[low]! + 1 };
  }
}
