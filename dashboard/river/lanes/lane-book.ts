import type { FlowBook } from '../../model/index.ts';
import { Density } from './density.ts';
import type { FlowFilter } from './flow-filter.ts';
import type { Grouping } from './grouping.ts';
import { LaneGroup } from './lane-group.ts';

const hidden = -1;
const [alive, ended] = [1, 2];
/** Between two looks at the clock. */
const batch = 512;
/** Flows whose start was told so late stand in lanes of their own, until all is laid out again. */
const lateMs = 200;

/**
 * Where each flow is drawn: its group and its lane. It follows the book from where it was, as much as there is time for;
 * when the book's numbers change (`isOutdated`), or much was told late, another one has to be made.
 */
export class LaneBook {
  readonly groups: LaneGroup[] = [];
  /** Of all that is drawn. */
  readonly density: Density;
  /** When the first of all began: no lane has anything before. */
  readonly origin: number;
  /** Flows that were told of late, out of order. */
  lateCount = 0;
  /** Counts up when a flow was placed or ended. */
  revision = 0;
  readonly #book: FlowBook;
  readonly #epoch: number;
  readonly #grouping: Grouping;
  readonly #filter: FlowFilter;
  /** Of what was there at the beginning, when that is not the order of its numbers. */
  readonly #order: Uint32Array | undefined;
  #groupOf = new Int16Array(4096);
  #laneOf = new Int32Array(4096);
  #states = new Uint8Array(4096);
  #next = 0;
  #nextEnding: number;
  #newestStart = Number.NEGATIVE_INFINITY;

  constructor(book: FlowBook, grouping: Grouping, filter: FlowFilter) {
    this.#book = book;
    this.#epoch = book.epoch;
    this.#grouping = grouping;
    this.#filter = filter;
    this.#nextEnding = book.endings.size;
    this.#order = orderOf(book);
    const first = this.#order?.[0] ?? 0;
    this.origin = book.size === 0 ? Number.NaN : book.columns.starts[first]!;
    this.density = new Density(this.origin);
    this.#widen(book.size);
  }

  /** Numbers mean others now, or it was made when nothing was there. */
  get isOutdated(): boolean {
    return this.#epoch !== this.#book.epoch || (Number.isNaN(this.origin) && this.#book.size > 0);
  }

  get isBehind(): boolean {
    return this.#next < this.#book.size || this.#nextEnding < this.#book.endings.size;
  }

  /** From 0 to 1. */
  get progress(): number {
    return this.#book.size === 0 ? 1 : this.#next / this.#book.size;
  }

  groupOf(flow: number): number {
    return this.isPlaced(flow) ? this.#groupOf[flow]! : hidden;
  }

  laneOf(flow: number): number {
    return this.#laneOf[flow]!;
  }

  isPlaced(flow: number): boolean {
    return flow < this.#states.length && this.#states[flow] !== 0;
  }

  /** Goes on until it has caught up or time is over. */
  follow(now: () => number, until: number): void {
    if (this.isOutdated) return;
    this.#widen(this.#book.size);
    this.#takeEndings();
    while (this.#next < this.#book.size) {
      const stop = Math.min(this.#book.size, this.#next + batch);
      while (this.#next < stop) this.#place(this.#order?.[this.#next] ?? this.#next, this.#next++);
      if (now() >= until) break;
    }
  }

  #place(flow: number, place: number): void {
    if (!this.#filter.isShown(flow)) return;
    const { columns } = this.#book;
    const group = this.#grouping.groupOf(flow);
    const start = columns.starts[flow]!;
    if (start < this.#newestStart - lateMs && place >= (this.#order?.length ?? 0)) this.lateCount++;
    if (start > this.#newestStart) this.#newestStart = start;
    this.#groupOf[flow] = group;
    this.#laneOf[flow] = this.#groupAt(group).place(columns, flow);
    this.#states[flow] = alive;
    this.density.begin(start);
    this.revision++;
    if (!Number.isNaN(columns.ends[flow])) this.#end(flow);
  }

  #takeEndings(): void {
    const { endings } = this.#book;
    for (; this.#nextEnding < endings.size; this.#nextEnding++) {
      const flow = endings.at(this.#nextEnding);
      // What was not placed yet will be seen to have ended then.
      if (this.#states[flow] === alive) this.#end(flow);
    }
  }

  #end(flow: number): void {
    const at = this.#book.columns.ends[flow]!;
    this.#states[flow] = ended;
    this.groups[this.#groupOf[flow]!]!.end(this.#laneOf[flow]!, at, this.#book.outcomeOf(flow) === 'failed');
    this.density.end(at);
    this.revision++;
  }

  #groupAt(number: number): LaneGroup {
    while (this.groups.length <= number) {
      const { title, rank } = this.#grouping.names[this.groups.length]!;
      this.groups.push(new LaneGroup(title, rank, this.origin));
    }
    return this.groups[number]!;
  }

  #widen(size: number): void {
    let length = this.#states.length;
    if (size <= length) return;
    while (length < size) length *= 2;
    const [groups, lanes, states] = [new Int16Array(length), new Int32Array(length), new Uint8Array(length)];
    groups.set(this.#groupOf);
    lanes.set(this.#laneOf);
    states.set(this.#states);
    this.#groupOf = groups;
    this.#laneOf = lanes;
    this.#states = states;
  }
}

/** Numbers by their start; undefined where they are in order. */
function orderOf({ columns: { starts, size } }: FlowBook): Uint32Array | undefined {
  let isSorted = true;
  let first = Number.POSITIVE_INFINITY;
  for (let flow = 0; flow < size; flow++) {
    const start = starts[flow]!;
    if (flow > 0 && start < starts[flow - 1]!) isSorted = false;
    if (start < first) first = start;
  }
  if (isSorted) return undefined;
  // One number for both: a sort of plain numbers is many times as fast as one that compares.
  const scale = 2 ** 20;
  const keys = new Float64Array(size);
  for (let flow = 0; flow < size; flow++) keys[flow] = Math.floor((starts[flow]! - first) * 8) * scale + flow;
  keys.sort();
  const order = new Uint32Array(size);
  for (let place = 0; place < size; place++) order[place] = keys[place]! % scale;
  return order;
}
