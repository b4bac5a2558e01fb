import type { FlowBook } from '../../model/index.ts';

const most = 100_000;

/** The children of one flow, in the order in which we heard of them. */
export class Kin {
  children: number[] = [];
  /** Of each: where its number is another's, it was let go of. */
  #births: number[] = [];
  #of: number | undefined;
  #birth = 0;
  #next = 0;
  #goings = 0;

  /** Looks at what is new since the last time; at all where the flow is another one. */
  follow(book: FlowBook, of: number | undefined): void {
    const { births, goings, columns } = book;
    const birth = of === undefined ? 0 : columns.births[of]!;
    if (of !== this.#of || birth !== this.#birth || this.#next < births.first) this.#begin(book, of, birth);
    if (of === undefined) return;
    if (goings.count !== this.#goings) this.#leaveOutGone(book);
    for (; this.#next < births.count && this.children.length < most; this.#next++) {
      const flow = births.at(this.#next);
      if (columns.births[flow] === this.#next && isChild(book, flow, of)) this.#add(flow, this.#next);
    }
  }

  #begin(book: FlowBook, of: number | undefined, birth: number): void {
    const { births, goings, columns } = book;
    [this.#of, this.#birth, this.#next, this.#goings] = [of, birth, births.count, goings.count];
    [this.children, this.#births] = [[], []];
    if (of === undefined) return;
    // One after the other: of a million this takes a few milliseconds, in the order of their births many.
    for (let flow = 0; flow < columns.size && this.children.length < most; flow++)
      if (isChild(book, flow, of)) this.#add(flow, columns.births[flow]!);
    this.children.sort((a, b) => columns.births[a]! - columns.births[b]!);
    this.#births.sort((a, b) => a - b);
  }

  #leaveOutGone(book: FlowBook): void {
    this.#goings = book.goings.count;
    const births = this.#births;
    const isThere = (_: number, at: number) => book.columns.births[this.children[at]!] === births[at];
    const kept = this.children.filter(isThere);
    this.#births = births.filter(isThere);
    this.children = kept;
  }

  #add(flow: number, birth: number): void {
    this.children.push(flow);
    this.#births.push(birth);
  }
}

function isChild({ columns: { parentSerials, targets, serials } }: FlowBook, flow: number, of: number): boolean {
  return parentSerials[flow] === serials[of] && targets[flow] === targets[of];
}
