/** The newest things, told without keeping alive those that nobody else keeps. */
export class Recent<T extends object> {
  readonly #refs: (WeakRef<T> | undefined)[];
  #next = 0;

  constructor(capacity: number) {
    this.#refs = new Array(capacity).fill(undefined);
  }

  add(thing: T): void {
    this.#refs[this.#next] = new WeakRef(thing);
    this.#next = (this.#next + 1) % this.#refs.length;
  }

  /** Newest first. */
  *[Symbol.iterator](): IterableIterator<T> {
    const { length } = this.#refs;
    for (let back = 1; back <= length; back++) {
      const thing = this.#refs[(this.#next - back + length) % length]?.deref();
      if (thing !== undefined) yield thing;
    }
  }
}
