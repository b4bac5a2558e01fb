import type { FlowBook } from '../../model/index.ts';

/** Between two looks at the clock. */
const batch = 8_192;
/** One number for when and which: a sort of plain numbers is many times as fast as one that compares. */
const scale = 2 ** 20;
const perMs = 8;

/** The flows that a book knows now by their starts, as much at a time as there is time for. */
export class StartOrder {
  count = 0;
  readonly #book: FlowBook;
  readonly #first: number;
  /** Births from here on are not meant. */
  readonly #until: number;
  #next: number;
  #isSorted = true;
  #flows: Uint32Array<ArrayBuffer>;
  /** Only where they are out of order. */
  #keys = new Float64Array(0);
  #merged = new Float64Array(0);
  /** So many stand in order beside each other; 0: not yet. */
  #width = 0;
  #left = 0;
  #right = 0;
  #to = 0;
  #step: (() => void) | undefined = () => this.#gather();

  constructor(book: FlowBook, first: number) {
    this.#book = book;
    this.#first = first;
    this.#next = book.births.first;
    this.#until = book.births.count;
    this.#flows = new Uint32Array(book.size);
  }

  get isReady(): boolean {
    return this.#step === undefined;
  }

  work(now: () => number, until: number): void {
    while (this.#step !== undefined) {
      this.#step();
      if (now() >= until) return;
    }
  }

  /** Undefined: it was let go of since. */
  at(place: number): number | undefined {
    const flow = this.#flows[place]!;
    return this.#book.columns.births[flow]! < this.#until ? flow : undefined;
  }

  #gather(): void {
    const { births, columns } = this.#book;
    if (this.#next < births.first) this.#next = births.first;
    const stop = Math.min(this.#until, this.#next + batch);
    for (; this.#next < stop; this.#next++) {
      const flow = births.at(this.#next);
      if (columns.births[flow] !== this.#next) continue;
      const before = this.count === 0 ? Number.NEGATIVE_INFINITY : columns.starts[this.#flows[this.count - 1]!]!;
      if (columns.starts[flow]! < before) this.#isSorted = false;
      this.#flows[this.count++] = flow;
    }
    if (this.#next < this.#until) return;
    this.#next = 0;
    this.#step = this.#isSorted ? undefined : () => this.#sort();
    if (!this.#isSorted) this.#keys = new Float64Array(this.count);
  }

  /** Each batch by itself. */
  #sort(): void {
    const { starts } = this.#book.columns;
    const stop = Math.min(this.count, this.#next + batch);
    for (let place = this.#next; place < stop; place++) {
      const flow = this.#flows[place]!;
      this.#keys[place] = Math.floor((starts[flow]! - this.#first) * perMs) * scale + flow;
    }
    this.#keys.subarray(this.#next, stop).sort();
    this.#next = stop;
    if (stop < this.count) return;
    this.#merged = new Float64Array(this.count);
    this.#beginPass(batch);
    this.#step = () => this.#merge();
  }

  #beginPass(width: number): void {
    this.#width = width;
    [this.#left, this.#right, this.#to] = [0, width, 0];
  }

  /** Each two that stand beside each other become one. */
  #merge(): void {
    const [keys, merged, width, { count }] = [this.#keys, this.#merged, this.#width, this];
    if (width >= count) {
      this.#finish();
      return;
    }
    const stop = Math.min(count, this.#to + batch);
    while (this.#to < stop) {
      const pair = Math.floor(this.#to / (2 * width)) * 2 * width;
      const [middle, end] = [Math.min(pair + width, count), Math.min(pair + 2 * width, count)];
      if (this.#to === pair) [this.#left, this.#right] = [pair, middle];
      const until = Math.min(stop, end);
      let [left, right, to] = [this.#left, this.#right, this.#to];
      for (; to < until; to++) {
        const isLeft = right >= end || (left < middle && keys[left]! <= keys[right]!);
        merged[to] = keys[isLeft ? left++ : right++]!;
      }
      [this.#left, this.#right, this.#to] = [left, right, to];
    }
    if (this.#to < count) return;
    [this.#keys, this.#merged] = [merged, keys];
    this.#beginPass(width * 2);
  }

  #finish(): void {
    for (let place = 0; place < this.count; place++) this.#flows[place] = this.#keys[place]! % scale;
    this.#keys = this.#merged = new Float64Array(0);
    this.#step = undefined;
  }
}
