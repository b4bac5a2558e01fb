import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.ts';
import { introduceUntilKnown } from './introduce.ts';

test('a thread says who it is until it was heard, and not once more', () => {
  const clock = new FakeClock();
  let said = 0;
  let isKnown = false;
  introduceUntilKnown(
    clock,
    () => isKnown,
    () => void said++,
  );
  equal(said, 1);
  clock.advance(20);
  equal(said, 2);
  isKnown = true;
  clock.advance(100_000);
  equal(said, 2);
});
