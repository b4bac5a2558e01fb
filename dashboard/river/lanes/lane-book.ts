import type { FlowBook } from '../../model/index.ts';
import { Density } from './density.ts';
import type { FlowFilter } from './flow-filter.ts';
import type { Grouping } from './grouping.ts';
import { LaneGroup } from './lane-group.ts';
import { StartOrder } from './start-order.ts';

const hidden = -1;
const [alive, ended, failed] = [1, 2, 3];
/** Between two looks at the clock. */
const batch = 512;
/** Flows whose start was told so late stand in lanes of their own, until all is laid out again. */
const lateMs = 200;

/**
 * Where each flow is drawn: its group and its lane. It follows the book from where it was, as much as there is time for;
 * when it is too far behind (`isOutdated`), or much was told late, another one has to be made.
 */
export class LaneBook {
  readonly groups: LaneGroup[] = [];
  /** Of all that was drawn. */
  readonly density: Density;
  /** When the first of all began: no lane has anything before. */
  readonly origin: number;
  /** Flows that were told of late, out of order. */
  lateCount = 0;
  /** Counts up when a flow was placed, ended or went. */
  revision = 0;
  readonly #book: FlowBook;
  readonly #grouping: Grouping;
  readonly #filter: FlowFilter;
  /** Of what was there at the beginning; `undefined`: all of it is placed. */
  #order: StartOrder | undefined;
  #groupOf: Int16Array<ArrayBuffer>;
  #laneOf: Int32Array<ArrayBuffer>;
  #states: Uint8Array<ArrayBuffer>;
  #placed = 0;
  #nextBirth: number;
  #nextEnding: number;
  #nextGoing: number;
  readonly #goneBefore: number;
  #newestStart = Number.NEGATIVE_INFINITY;

  constructor(book: FlowBook, grouping: Grouping, filter: FlowFilter) {
    this.#book = book;
    this.#grouping = grouping;
    this.#filter = filter;
    this.#nextBirth = book.births.count;
    this.#nextEnding = book.endings.count;
    this.#nextGoing = book.goings.count;
    this.#goneBefore = book.goings.count;
    this.origin = firstStart(book);
    this.#order = new StartOrder(book, this.origin);
    this.density = new Density(this.origin);
    const { room } = book.columns;
    this.#groupOf = new Int16Array(room);
    this.#laneOf = new Int32Array(room);
    this.#states = new Uint8Array(room);
  }

  /** Numbers mean others now that it never heard of, or it was made when nothing was there. */
  get isOutdated(): boolean {
    const { births, endings, goings } = this.#book;
    const isBehind =
      this.#nextBirth < births.first || this.#nextEnding < endings.first || this.#nextGoing < goings.first;
    return isBehind || (Number.isNaN(this.origin) && this.#book.size > 0);
  }

  get isBehind(): boolean {
    const { births, endings, goings } = this.#book;
    const isNew = this.#nextBirth < births.count || this.#nextEnding < endings.count || this.#nextGoing < goings.count;
    return isNew || (this.#order !== undefined && this.#book.size > 0);
  }

  /** From 0 to 1. */
  get progress(): number {
    return this.#order === undefined ? 1 : this.#placed / Math.max(1, this.#book.size);
  }

  /** Flows that were let go of since it was made. */
  get goneCount(): number {
    return this.#nextGoing - this.#goneBefore;
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
    this.#widen(this.#book.columns.room);
    // All of them, first: lanes have no flow that is another by now.
    this.#takeGoings();
    this.#takeEndings();
    if (this.#order !== undefined) this.#placeInOrder(this.#order, now, until);
    if (this.#order === undefined) this.#takeBirths(now, until);
  }

  #takeGoings(): void {
    const { goings } = this.#book;
    for (; this.#nextGoing < goings.count; this.#nextGoing++) {
      const flow = goings.at(this.#nextGoing);
      const state = this.#states[flow]!;
      if (state === 0) continue;
      this.#states[flow] = 0;
      if (state === alive) this.density.end(this.#newestStart);
      const goes = { flow, isAlive: state === alive, hasFailed: state === failed, at: this.#newestStart };
      this.groups[this.#groupOf[flow]!]!.letGo(this.#laneOf[flow]!, goes);
      this.revision++;
    }
  }

  #takeEndings(): void {
    const { endings } = this.#book;
    for (; this.#nextEnding < endings.count; this.#nextEnding++) {
      const flow = endings.at(this.#nextEnding);
      // What was not placed yet will be seen to have ended then.
      if (this.#states[flow] === alive && !this.#book.isAlive(flow)) this.#end(flow);
    }
  }

  #placeInOrder(order: StartOrder, now: () => number, until: number): void {
    if (!order.isReady) {
      order.work(now, until);
      if (!order.isReady) return;
    }
    while (this.#placed < order.count) {
      const stop = Math.min(order.count, this.#placed + batch);
      while (this.#placed < stop) {
        const flow = order.at(this.#placed++);
        if (flow !== undefined) this.#place(flow, false);
      }
      if (now() >= until) break;
    }
    if (this.#placed >= order.count) this.#order = undefined;
  }

  #takeBirths(now: () => number, until: number): void {
    const { births, columns } = this.#book;
    while (this.#nextBirth < births.count) {
      const stop = Math.min(births.count, this.#nextBirth + batch);
      for (; this.#nextBirth < stop; this.#nextBirth++) {
        const flow = births.at(this.#nextBirth);
        if (columns.births[flow] === this.#nextBirth && this.#states[flow] === 0) this.#place(flow, true);
      }
      if (now() >= until) break;
    }
  }

  #place(flow: number, isNew: boolean): void {
    if (!this.#filter.isShown(flow)) return;
    const { columns } = this.#book;
    const group = this.#grouping.groupOf(flow);
    const start = columns.starts[flow]!;
    if (isNew && start < this.#newestStart - lateMs) this.lateCount++;
    if (start > this.#newestStart) this.#newestStart = start;
    this.#groupOf[flow] = group;
    this.#laneOf[flow] = this.#groupAt(group).place(columns, flow);
    this.#states[flow] = alive;
    this.density.begin(start);
    this.revision++;
    if (!Number.isNaN(columns.ends[flow])) this.#end(flow);
  }

  #end(flow: number): void {
    const at = this.#book.columns.ends[flow]!;
    const hasFailed = this.#book.outcomeOf(flow) === 'failed';
    this.#states[flow] = hasFailed ? failed : ended;
    this.groups[this.#groupOf[flow]!]!.end(this.#laneOf[flow]!, at, hasFailed);
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

  #widen(room: number): void {
    if (room <= this.#states.length) return;
    const [groups, lanes, states] = [new Int16Array(room), new Int32Array(room), new Uint8Array(room)];
    groups.set(this.#groupOf);
    lanes.set(this.#laneOf);
    states.set(this.#states);
    this.#groupOf = groups;
    this.#laneOf = lanes;
    this.#states = states;
  }
}

/** NaN: there is none. */
function firstStart({ columns: { starts, size } }: FlowBook): number {
  if (size === 0) return Number.NaN;
  let first = Number.POSITIVE_INFINITY;
  for (let flow = 0; flow < size; flow++) if (starts[flow]! < first) first = starts[flow]!;
  return first;
}
