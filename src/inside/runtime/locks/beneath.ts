import { isUsers, type Trace } from '../core/index.ts';
import type { Ticket } from './ticket.ts';

/**
 * Whether a wait keeps a hold from ending. One flow can run branches side by side (`Promise.all`): that the flow which
 * holds also waits proves nothing, the other branch lets go in time. `sure`: the wait was asked for inside the lock's
 * callback, or by the very function that took the hold, further down. `maybe`: only the flow is the same.
 */
export type Beneath = 'sure' | 'maybe' | undefined;

export function beneath(wait: Ticket, hold: Ticket): Beneath {
  if (isInside(wait, hold)) return 'sure';
  if (wait === hold || hold.state !== 'held' || wait.serial < hold.serial) return undefined;
  if (wait.flow !== hold.flow && !wait.flow.descendsFrom(hold.flow)) return undefined;
  if (isFurtherDown(wait.asked, hold.asked)) return 'sure';
  return wait.flow === hold.flow ? 'maybe' : undefined;
}

/** Asked for in the callback that the hold runs. */
export function isInside(wait: Ticket, hold: Ticket): boolean {
  for (let outer = wait.outer; outer !== undefined; outer = outer.outer) if (outer === hold) return true;
  return false;
}

/** The function that took the hold is on the stack of the wait, at a later place: both are steps of one run of it, as far as a stack can tell. */
export function isFurtherDown(wait: Trace, hold: Trace): boolean {
  const taker = hold.own;
  if (taker?.start === undefined || !isUsers(taker)) return false;
  for (const frame of wait.frames) {
    if (frame.file !== taker.file || frame.start !== taker.start) continue;
    if (frame.line > taker.line || (frame.line === taker.line && frame.column > taker.column)) return true;
  }
  return false;
}
