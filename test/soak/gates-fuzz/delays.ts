import { runtime } from '../../../src/inside/runtime/inside.ts';
import { mixed } from './choices.ts';

/** Where a program waits, for how long, and what is edited then. */
export interface Delays {
  /** Asked once at each pass. */
  waits(id: number): boolean;
  /** Zero: it goes on at once, in a microtask. */
  ticks(id: number): number;
  /** Of marks with this key. */
  isPlace(key: number): boolean;
  edits(id: number): boolean;
  value(id: number): number;
}

export interface DelayPlan {
  readonly name: string;
  /** Percent of the places. */
  readonly places: number;
  /** Percent of the passes there. */
  readonly passes: number;
  readonly mostTicks: number;
  readonly edits: number;
  /** Only in this flow. */
  readonly flow?: string;
}

/** `keyOf`: marks of one key wait alike; undefined where nothing waits. */
export function delaysOf(plan: DelayPlan, seed: number, keyOf: (id: number) => number | undefined): Delays {
  const passes = new Map<number, number>();
  const roll = (what: number, ...more: number[]) => mixed(seed, what, ...more) % 100;
  const isPlace = (key: number) => roll(1, key) < plan.places;
  return {
    isPlace,
    waits: id => {
      const key = keyOf(id);
      if (key === undefined || !isPlace(key)) return false;
      if (plan.flow !== undefined && runtime().flow().name !== plan.flow) return false;
      const pass = (passes.get(id) ?? 0) + 1;
      passes.set(id, pass);
      return plan.passes === 100 || roll(2, id, pass) < plan.passes;
    },
    ticks: id => mixed(seed, 3, keyOf(id) ?? 0) % (plan.mostTicks + 1),
    edits: id => roll(4, id) < plan.edits,
    value: id => 1_000 + id,
  };
}

/** Waits where and when another run was held. */
export function delaysAt(heldAt: ReadonlySet<string>, like: Delays): Delays {
  const passes = new Map<number, number>();
  return {
    ...like,
    waits: id => {
      const pass = (passes.get(id) ?? 0) + 1;
      passes.set(id, pass);
      return heldAt.has(`${id} ${pass}`);
    },
  };
}
