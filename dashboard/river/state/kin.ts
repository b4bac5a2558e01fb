import type { FlowBook } from '../../model/index.ts';

const most = 100_000;

/** The children of one flow, in the order in which we heard of them. */
export class Kin {
  readonly children: number[] = [];
  #of: number | undefined;
  #epoch = 0;
  #next = 0;

  /** Looks at what is new since the last time; all of it where the flow is another one. */
  follow(book: FlowBook, of: number | undefined): void {
    if (of !== this.#of || book.epoch !== this.#epoch) {
      this.#of = of;
      this.#epoch = book.epoch;
      this.#next = 0;
      this.children.length = 0;
    }
    if (of === undefined) return;
    const { parentSerials, targets, serials, size } = book.columns;
    const [target, serial] = [targets[of]!, serials[of]!];
    for (; this.#next < size && this.children.length < most; this.#next++)
      if (parentSerials[this.#next] === serial && targets[this.#next] === target) this.children.push(this.#next);
  }
}
