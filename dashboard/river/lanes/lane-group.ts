import type { FlowColumns } from '../../model/index.ts';
import { Density } from './density.ts';
import { Lane } from './lane.ts';
import { NumberHeap } from './number-heap.ts';

/** Looks at so many free lanes before a flow that we heard of late gets a new one. */
const maxTries = 8;

export interface Going {
  readonly flow: number;
  readonly isAlive: boolean;
  readonly hasFailed: boolean;
  /** Where it is alive, what is known of time: nobody saw its end. */
  readonly at: number;
}

/** Flows that belong together, each in the first lane that was free when it started. */
export class LaneGroup {
  readonly title: string;
  readonly rank: number;
  readonly lanes: Lane[] = [];
  readonly density: Density;
  total = 0;
  live = 0;
  failed = 0;
  /** Absent: as it fits. */
  folded: boolean | undefined;
  /** Lanes whose last flow has ended, by when; and those of them that are free by now, by number. */
  readonly #ended = new NumberHeap();
  readonly #free = new NumberHeap();
  readonly #tried: number[] = [];

  constructor(title: string, rank: number, origin: number) {
    this.title = title;
    this.rank = rank;
    this.density = new Density(origin);
  }

  /** Gives the number of its lane. */
  place(columns: FlowColumns, flow: number): number {
    const start = columns.starts[flow]!;
    const number = this.#freeLane(columns, start);
    this.lanes[number]!.add(flow);
    this.total++;
    this.live++;
    this.density.begin(start);
    return number;
  }

  /** Once for each. */
  end(number: number, at: number, hasFailed: boolean): void {
    this.#ended.push(at, number);
    this.live--;
    this.density.end(at);
    if (!hasFailed) return;
    this.failed++;
    this.density.fail(at);
  }

  /** It is not known any more: its number is another's. */
  letGo(number: number, { flow, isAlive, hasFailed, at }: Going): void {
    this.lanes[number]!.letGo(flow);
    this.total--;
    if (hasFailed) this.failed--;
    if (!isAlive) return;
    this.live--;
    this.density.end(at);
    this.#free.push(number, number);
  }

  #freeLane(columns: FlowColumns, start: number): number {
    while (this.#ended.leastKey <= start) {
      const number = this.#ended.pop();
      this.#free.push(number, number);
    }
    let found: number | undefined;
    while (found === undefined && this.#free.size > 0 && this.#tried.length < maxTries) {
      const number = this.#free.pop();
      if (this.lanes[number]!.lastEnd(columns) <= start) found = number;
      else this.#tried.push(number);
    }
    for (const number of this.#tried) this.#free.push(number, number);
    this.#tried.length = 0;
    return found ?? this.lanes.push(new Lane()) - 1;
  }
}
