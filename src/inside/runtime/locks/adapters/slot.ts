import type { LockBook } from '../book.ts';
import { whenSettled } from '../settle.ts';
import type { Ticket } from '../ticket.ts';

/** Runs the work that a slot was given to; the slot is free when the work has settled. */
export function runSlot<R>(book: LockBook, ticket: Ticket, work: () => R): R {
  book.granted(ticket);
  let result: R;
  try {
    result = book.inside(ticket, work);
  } catch (error) {
    book.released(ticket);
    throw error;
  }
  return whenSettled(result, () => book.released(ticket));
}
