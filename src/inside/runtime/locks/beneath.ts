import { type Flow, isUsers, type Trace } from '../core/index.ts';
import type { Ticket } from './ticket.ts';

/**
 * Whether a wait keeps a hold from ending. One flow can run branches side by side (`Promise.all`): that the flow which
 * holds also waits proves nothing, the other branch lets go in time. `inside`: asked for in the lock's callback. `stack`: asked
 * for further down in the function that took the hold, though maybe in another run of it. `flow`: only the flow is the same.
 */
export type Beneath = 'inside' | 'stack' | 'flow' | undefined;

export function beneath(wait: Ticket, hold: Ticket): Beneath {
  if (isInside(wait, hold)) return 'inside';
  if (hold.runsInside || wait === hold || hold.state !== 'held' || wait.serial < hold.serial) return undefined;
  if (wait.flow !== hold.flow && !wait.flow.descendsFrom(hold.flow)) return undefined;
  if (isFurtherDown(wait.asked, hold.asked)) return 'stack';
  return wait.flow === hold.flow ? 'flow' : undefined;
}

/** Asked for in the callback that the hold runs. */
export function isInside(wait: Ticket, hold: Ticket): boolean {
  for (let outer = wait.outer; outer !== undefined; outer = outer.outer) if (outer === hold) return true;
  return false;
}

/** The function that took the hold is on the stack of the wait, at a later place. */
export function isFurtherDown(wait: Trace, hold: Trace): boolean {
  const taker = hold.own;
  if (taker?.start === undefined || !isUsers(taker)) return false;
  for (const frame of wait.frames) {
    if (frame.file !== taker.file || frame.start !== taker.start) continue;
    if (frame.line > taker.line || (frame.line === taker.line && frame.column > taker.column)) return true;
  }
  return false;
}

const maxLooked = 200;

/**
 * Whether every run of the function that took `hold` in its flow is stopped in one of `waits`, so that it does not matter
 * which wait belongs to which run: as many waits as holds that were taken there, and none let go of before (a run that did
 * so may be the one that waits now, while the one that holds works on).
 */
export function allRunsWait(hold: Ticket, waits: number, releasedBefore: readonly Trace[] | undefined): boolean {
  const { flow, asked } = hold;
  if (releasedBefore === undefined || releasedBefore.some(other => isSamePlace(other, asked))) return false;
  return waits >= holdsTakenAt(flow, asked);
}

function holdsTakenAt(flow: Flow, place: Trace): number {
  let count = 0;
  let looked = 0;
  for (const thing of flow.held ?? []) {
    if (++looked > maxLooked) return Number.POSITIVE_INFINITY;
    const { asked } = thing as Partial<Ticket>;
    if (asked !== undefined && isSamePlace(asked, place)) count++;
  }
  return count;
}

export function isSamePlace(one: Trace, other: Trace): boolean {
  const a = one.own;
  const b = other.own;
  return a !== undefined && b !== undefined && a.file === b.file && a.line === b.line && a.column === b.column;
}
