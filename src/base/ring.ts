/** Keeps the newest `capacity` items and counts what it let go. */
export class Ring<T> {
  readonly capacity: number;
  #items: T[] = [];
  #start = 0;
  /** Items ever pushed. */
  total = 0;

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  push(item: T): void {
    this.total++;
    if (this.#items.length < this.capacity) {
      this.#items.push(item);
    } else if (this.capacity > 0) {
      this.#items[this.#start] = item;
      this.#start = (this.#start + 1) % this.capacity;
    }
  }

  /** Items that were pushed and are no longer here. Above zero, a gap in a listing is ours, not the program's. */
  get droppedCount(): number {
    return this.total - this.#items.length;
  }

  get size(): number {
    return this.#items.length;
  }

  /** Oldest first. */
  toArray(): T[] {
    return [...this.#items.slice(this.#start), ...this.#items.slice(0, this.#start)];
  }

  clear(): void {
    this.#items = [];
    this.#start = 0;
  }
}
