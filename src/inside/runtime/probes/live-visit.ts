import type { BoundPlace, StackLine } from '../../../wire/protocol/index.ts';
import type { Flow } from '../core/index.ts';
import { stackOf } from './flow-stack.ts';
import type { Access } from './gate-visit.ts';
import type { Local } from './gated-file.ts';
import { type ReadLocal, tryRead, type Visit } from './visit.ts';

export interface LiveGateNames {
  /** Those by value first, then those that the accessor reaches. */
  readonly names: readonly Local[];
  readonly byValue: number;
}

/** Somebody who is meant is at a gate that was put into a function while the program ran. */
export class LiveVisit implements Visit {
  readonly activation = null;
  readonly flow: Flow;
  readonly place: BoundPlace;
  readonly self: unknown;
  readonly stack: readonly StackLine[];
  readonly #gate: LiveGateNames;
  readonly #values: unknown[];
  readonly #access: Access | undefined;

  constructor(
    flow: Flow,
    place: BoundPlace,
    gate: LiveGateNames,
    handed: { readonly self: unknown; readonly values: unknown[]; readonly access: Access | undefined },
  ) {
    this.flow = flow;
    this.place = place;
    this.self = handed.self;
    this.#gate = gate;
    this.#values = handed.values;
    this.#access = handed.access;
    this.stack = stackOf({ ...this.#bare() });
  }

  get locals(): readonly Local[] {
    return this.#gate.names;
  }

  read(at: number): ReadLocal {
    const { byValue } = this.#gate;
    return at < byValue ? { ok: true, value: this.#values[at] } : tryRead(() => this.#access?.(at - byValue));
  }

  write(at: number, value: unknown): void {
    const { byValue } = this.#gate;
    if (at < byValue) this.#values[at] = value;
    else this.#access?.(~(at - byValue), value);
  }

  isByValue(at: number): boolean {
    return at < this.#gate.byValue;
  }

  #bare(): Visit {
    const { activation, flow, place, self } = this;
    const none = { ok: false, why: '' } as const;
    return { activation, flow, place, self, locals: [], read: () => none, write() {}, isByValue: () => false };
  }
}
