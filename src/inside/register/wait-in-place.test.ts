import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { waitInPlace } from './wait-in-place.ts';

/** What a stopped thread does when its end comes with the look of that number. */
function doneUntil(endsWith: number): string[] {
  const done: string[] = [];
  let looks = 0;
  waitInPlace(
    () => looks >= endsWith,
    () => {
      done.push(`look ${++looks}`);
    },
    seen => {
      done.push(`sleep after ${seen}`);
      return seen + 1;
    },
  );
  return done;
}

test('mail that is there before it sleeps ends the stop at once', () => {
  deepEqual(doneUntil(1), ['look 1']);
});

test('it sleeps until there is mail, and not once more when that ends the stop', () => {
  deepEqual(doneUntil(3), ['look 1', 'sleep after 0', 'look 2', 'sleep after 1', 'look 3']);
});
