import { type NamedRow, sizeOf } from '../rows/index.ts';

interface Shelved {
  row: NamedRow;
  /** Epoch ms of the last put. */
  at: number;
}

/** Runs, sessions, findings and reports, in the order in which each came first. */
export class NamedShelf {
  readonly #items = new Map<string, Shelved>();
  bytes = 0;

  get size(): number {
    return this.#items.size;
  }

  put(row: NamedRow, now: number): void {
    const key = keyOf(row);
    const known = this.#items.get(key);
    if (known !== undefined) this.bytes -= sizeOf(known.row);
    if (row.text === null) {
      this.#items.delete(key);
      return;
    }
    this.bytes += sizeOf(row);
    if (known === undefined) this.#items.set(key, { row, at: now });
    else Object.assign(known, { row, at: now });
  }

  letOldestGo(): void {
    for (const [key, { row }] of this.#items) {
      this.#items.delete(key);
      this.bytes -= sizeOf(row);
      return;
    }
  }

  /** Of runs that nothing was put of since then: how many went. */
  letGoBefore(time: number, withEvents: ReadonlySet<string>): number {
    const alive = new Set(withEvents);
    for (const { row, at } of this.#items.values()) if (at >= time) alive.add(row.run);
    let count = 0;
    for (const [key, { row }] of this.#items) {
      if (alive.has(row.run)) continue;
      this.#items.delete(key);
      this.bytes -= sizeOf(row);
      count++;
    }
    return count;
  }

  get(item: NamedRow['item'], run: string, id: string): NamedRow | undefined {
    return this.#items.get(keyOf({ item, run, id }))?.row;
  }

  /** Oldest first. */
  all(item: NamedRow['item'], query: { readonly run?: string; readonly name?: string }): NamedRow[] {
    return [...this.#items.values()].flatMap(({ row }) =>
      row.item === item &&
      (query.run === undefined || row.run === query.run) &&
      (query.name === undefined || row.name === query.name)
        ? [row]
        : [],
    );
  }
}

function keyOf({ item, run, id }: Pick<NamedRow, 'item' | 'run' | 'id'>): string {
  return `${item}\0${run}\0${id}`;
}
