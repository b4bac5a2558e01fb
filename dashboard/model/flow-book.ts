import type { EddyEvent, FlowActivity } from '../../src/wire/protocol/index.ts';

/** One flow as the river draws it. Times in epoch ms. */
export interface FlowRow {
  readonly id: string;
  readonly target: string;
  readonly name: string;
  readonly kind: string;
  readonly parent: string | undefined;
  readonly start: number;
  /** NaN while it is alive. */
  readonly end: number;
  readonly outcome: string | undefined;
}

const maxFlows = 1_000_000;
const firstSize = 4096;

/**
 * Flows by number, oldest first, in columns: a million of them take some tens of megabytes, and a frame reads them without
 * making an object each. When there are too many, the oldest half of the ended ones goes, and is counted.
 */
export class FlowBook {
  /** Counts up with each change; views that draw look at it. */
  revision = 0;
  size = 0;
  dropped = 0;
  starts = new Float64Array(firstSize);
  ends = new Float64Array(firstSize);
  readonly ids: string[] = [];
  readonly targets: string[] = [];
  readonly names: string[] = [];
  readonly kinds: string[] = [];
  readonly parents: (string | undefined)[] = [];
  readonly outcomes: (string | undefined)[] = [];
  #numbers = new Map<string, number>();
  #live = 0;

  get liveCount(): number {
    return this.#live;
  }

  numberOf(id: string): number | undefined {
    return this.#numbers.get(id);
  }

  at(number: number): FlowRow {
    return {
      id: this.ids[number]!,
      target: this.targets[number]!,
      name: this.names[number]!,
      kind: this.kinds[number]!,
      parent: this.parents[number],
      start: this.starts[number]!,
      end: this.ends[number]!,
      outcome: this.outcomes[number],
    };
  }

  /** Gives true where it was of a flow's birth or end. */
  take({ kind, flow, target, at, data }: EddyEvent): boolean {
    if (flow === undefined) return false;
    if (kind === 'flow-started') {
      this.#begin(
        flow,
        target,
        at,
        String(data.name ?? ''),
        String(data.kind ?? ''),
        data.parent as string | undefined,
      );
      return true;
    }
    if (kind !== 'flow-ended') return false;
    this.#end(flow, at, typeof data.outcome === 'string' ? data.outcome : undefined);
    return true;
  }

  /** One that was alive when we came. */
  takeLive(target: string, { id, name, kind, parent, startedAt }: FlowActivity): void {
    if (!this.#numbers.has(id)) this.#begin(id, target, startedAt, name, kind, parent);
  }

  /** Its flows have no end of their own: they went with it. */
  endTarget(target: string, at: number): void {
    for (let number = 0; number < this.size; number++)
      if (this.targets[number] === target && Number.isNaN(this.ends[number])) this.#end(this.ids[number]!, at, 'gone');
  }

  #begin(id: string, target: string, at: number, name: string, kind: string, parent: string | undefined): void {
    if (this.#numbers.has(id)) return;
    if (this.size >= maxFlows) this.#forget();
    if (this.size === this.starts.length) this.#grow();
    const number = this.size++;
    this.starts[number] = at;
    this.ends[number] = Number.NaN;
    this.ids[number] = id;
    this.targets[number] = target;
    this.names[number] = name;
    this.kinds[number] = kind;
    this.parents[number] = parent;
    this.outcomes[number] = undefined;
    this.#numbers.set(id, number);
    this.#live++;
    this.revision++;
  }

  #end(id: string, at: number, outcome: string | undefined): void {
    const number = this.#numbers.get(id);
    if (number === undefined || !Number.isNaN(this.ends[number])) return;
    this.ends[number] = at;
    this.outcomes[number] = outcome;
    this.#live--;
    this.revision++;
  }

  #grow(): void {
    const [starts, ends] = [this.starts, this.ends];
    this.starts = new Float64Array(starts.length * 2);
    this.ends = new Float64Array(starts.length * 2);
    this.starts.set(starts);
    this.ends.set(ends);
  }

  /** Of the older half those that have ended go; numbers change, which `revision` tells. */
  #forget(): void {
    const half = this.size / 2;
    let to = 0;
    for (let from = 0; from < this.size; from++) {
      if (from < half && !Number.isNaN(this.ends[from])) continue;
      this.starts[to] = this.starts[from]!;
      this.ends[to] = this.ends[from]!;
      for (const column of [this.ids, this.targets, this.names, this.kinds, this.parents, this.outcomes])
        (column as unknown[])[to] = column[from];
      to++;
    }
    this.dropped += this.size - to;
    this.size = to;
    for (const column of [this.ids, this.targets, this.names, this.kinds, this.parents, this.outcomes])
      column.length = to;
    this.#numbers = new Map(this.ids.map((id, number) => [id, number]));
    this.revision++;
  }
}
