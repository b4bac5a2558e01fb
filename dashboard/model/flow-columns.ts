const firstSize = 4096;

/** The numbers of flows, a column each: a million flows take some tens of megabytes, and a frame reads them without making an object. */
export class FlowColumns {
  size = 0;
  /** Epoch ms. */
  starts = new Float64Array(firstSize);
  /** Epoch ms; NaN while it is alive. */
  ends = new Float64Array(firstSize);
  /** What follows its target's id in its own. */
  serials = new Float64Array(firstSize);
  /** The same of its parent, which is of the same target; NaN: it has none. */
  parentSerials = new Float64Array(firstSize);
  /** Numbers of words, whose tables the book has. */
  targets = new Uint32Array(firstSize);
  names = new Uint32Array(firstSize);
  kinds = new Uint32Array(firstSize);
  outcomes = new Uint32Array(firstSize);

  /** Gives the number of the new row. */
  add(): number {
    if (this.size === this.starts.length) this.#grow();
    return this.size++;
  }

  copyRow(from: number, to: number): void {
    this.starts[to] = this.starts[from]!;
    this.ends[to] = this.ends[from]!;
    this.serials[to] = this.serials[from]!;
    this.parentSerials[to] = this.parentSerials[from]!;
    this.targets[to] = this.targets[from]!;
    this.names[to] = this.names[from]!;
    this.kinds[to] = this.kinds[from]!;
    this.outcomes[to] = this.outcomes[from]!;
  }

  #grow(): void {
    this.starts = wider(this.starts);
    this.ends = wider(this.ends);
    this.serials = wider(this.serials);
    this.parentSerials = wider(this.parentSerials);
    this.targets = wider(this.targets);
    this.names = wider(this.names);
    this.kinds = wider(this.kinds);
    this.outcomes = wider(this.outcomes);
  }
}

function wider<C extends Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>>(column: C): C {
  const twice = new (column.constructor as new (length: number) => C)(column.length * 2);
  twice.set(column);
  return twice;
}
