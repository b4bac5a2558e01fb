import type { EddyEvent, EventKind } from '../../../src/wire/protocol/index.ts';
import { untilOf } from './until.ts';

/** A flow stood still, from when to when; epoch ms. */
export interface HeldStretch {
  readonly flow: string;
  readonly from: number;
  /** NaN: nobody told that it went on. */
  readonly to: number;
}

export const heldKinds: readonly EventKind[] = ['held', 'stopped', 'resumed'];
const maxKept = 2_000;

/** When flows were held: what lasted so long because somebody looked is told apart from what took its time. */
export class HeldBook {
  /** By target and hold; the oldest go first. */
  readonly #stretches = new Map<string, HeldStretch>();

  /** However often it is told, and in any order. */
  take({ kind, flow, target, at, data }: EddyEvent): void {
    if (flow === undefined || !heldKinds.includes(kind)) return;
    const key = `${target} ${data.hold}`;
    const known = this.#stretches.get(key);
    if (kind === 'resumed') {
      if (known !== undefined && !Number.isNaN(known.to)) return;
      const from = known?.from ?? at - (typeof data.heldMs === 'number' ? data.heldMs : 0);
      this.#stretches.set(key, { flow, from, to: at });
    } else if (known === undefined) {
      this.#stretches.set(key, { flow, from: at, to: Number.NaN });
    }
    if (this.#stretches.size > maxKept) this.#stretches.delete(this.#stretches.keys().next().value!);
  }

  all(): IterableIterator<HeldStretch> {
    return this.#stretches.values();
  }

  /** Milliseconds until then that a flow was held, where it was; what nobody ended lasts as long as its flow. */
  heldMs(flow: string, until: number): number {
    let sum = 0;
    for (const one of this.#stretches.values()) {
      if (one.flow !== flow || one.from > until) continue;
      sum += untilOf(one.to, until) - one.from;
    }
    return sum;
  }
}
