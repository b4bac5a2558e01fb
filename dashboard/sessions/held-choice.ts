import type { Hold } from '../../src/wire/protocol/index.ts';

/** Threads count their holds alike: this names one of all. */
export function keyOf({ target, id }: Pick<Hold, 'target' | 'id'>): string {
  return `${target}/${id}`;
}

/** `TARGET/FLOW`. */
export function flowOf({ target, flow }: Pick<Hold, 'target' | 'flow'>): string {
  return `${target}/${flow}`;
}

export interface HeldWanted {
  readonly hold?: string | undefined;
  /** `TARGET/FLOW`: where that hold has gone, the next one of the same flow. */
  readonly flow?: string | undefined;
}

/** The hold that is looked at: the one that was chosen, else the next of its flow, else the one that has waited longest. */
export function chosenHold(holds: readonly Hold[], { hold, flow }: HeldWanted): Hold | undefined {
  return holds.find(one => keyOf(one) === hold) ?? holds.find(one => flowOf(one) === flow) ?? holds[0];
}
