import { createHash } from 'node:crypto';

/** A year of sales, signed line by line so that nobody can change one unseen. */
export function yearlyAccounts(lines: number): string {
  let seal = 'the first line';
  for (let line = 0; line < lines; line++) {
    seal = createHash('sha256').update(seal).update(String(line)).digest('hex'); // bug 3: all of it in one turn of the loop
  }
  return seal;
}
