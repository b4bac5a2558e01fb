import type { BoundPlace } from '../../../wire/protocol/index.ts';
import type { Flow } from '../core/index.ts';
import type { Local } from './gated-file.ts';
import { type ReadLocal, tryRead, type Visit } from './visit.ts';

/** A name that is read and written where it is. Without `write` it stays as it is. */
export interface MomentName {
  readonly name: string;
  read(): unknown;
  write?(value: unknown): void;
}

/** Something happened, in the midst of a step: nothing can wait there but the whole thread. */
export class MomentVisit implements Visit {
  readonly activation = null;
  readonly flow: Flow;
  readonly place: BoundPlace;
  readonly self: unknown;
  readonly #names: readonly MomentName[];

  constructor(flow: Flow, place: BoundPlace, names: readonly MomentName[], self?: unknown) {
    this.flow = flow;
    this.place = place;
    this.self = self;
    this.#names = names;
  }

  get isBare(): boolean {
    return this.#names.length === 0;
  }

  get locals(): readonly Local[] {
    return this.#names.map(({ name, write }) => ({ name, editable: write !== undefined, own: true }));
  }

  read(at: number): ReadLocal {
    return tryRead(() => this.#names[at]?.read());
  }

  write(at: number, value: unknown): void {
    this.#names[at]?.write?.(value);
  }

  isByValue(): boolean {
    return false;
  }
}
