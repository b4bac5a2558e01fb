import { type Signal, signal } from '@preact/signals';
import type { FlowBook } from '../../model/index.ts';
import type { LaneBook } from '../lanes/index.ts';

/** All is laid out again when so many of a hundred flows were told of late, at most so often; a few flows are soon laid out. */
const latePercent = 1;
const againMs = 5_000;
/** And when so many of a hundred were let go of: their lanes may be empty by now. */
const gonePercent = 50;
const few = 20_000;
const fewAgainMs = 700;

/** The lanes that are drawn, and those that are laid out anew beside them, in slices, until they take their place. */
export class LaneLayout {
  lanes: LaneBook;
  /** From 0 to 1 while all is laid out again. */
  readonly progress: Signal<number | undefined> = signal<number | undefined>(undefined);
  readonly #book: FlowBook;
  readonly #make: () => LaneBook;
  #coming: LaneBook | undefined;
  #laidOutAt = Number.NEGATIVE_INFINITY;

  constructor(book: FlowBook, make: () => LaneBook) {
    this.#book = book;
    this.#make = make;
    this.lanes = make();
  }

  /** Another choice of flows or groups. */
  again(): void {
    this.#coming = this.#make();
  }

  /** What was told late stands in lanes of its own until then. */
  tidy(): void {
    if (this.lanes.lateCount > 0) this.again();
  }

  /** Does what there is time for; gives whether more is to be done. */
  work(now: () => number, until: number): boolean {
    // What is drawn would be other flows.
    if (this.lanes.isOutdated) this.lanes = this.#make();
    if (this.#coming === undefined ? this.#isUntidy(now()) : this.#coming.isOutdated) this.again();
    this.lanes.follow(now, until);
    if (this.#coming !== undefined) this.#workAnew(this.#coming, now, until);
    return this.#coming !== undefined || this.lanes.isBehind;
  }

  #workAnew(coming: LaneBook, now: () => number, until: number): void {
    coming.follow(now, until);
    this.progress.value = coming.progress;
    if (coming.isBehind) return;
    this.lanes = coming;
    this.#coming = undefined;
    this.#laidOutAt = now();
    this.progress.value = undefined;
  }

  #isUntidy(now: number): boolean {
    const { lateCount, goneCount } = this.lanes;
    const { size } = this.#book;
    if (goneCount * 100 > size * gonePercent) return now > this.#laidOutAt + againMs;
    if (lateCount === 0) return false;
    if (size < few) return now > this.#laidOutAt + fewAgainMs;
    return lateCount * 100 > size * latePercent && now > this.#laidOutAt + againMs;
  }
}
