import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../../testing/fake-clock.ts';
import { StoppableClock } from './stoppable-clock.ts';

test('once it is stopped nothing of it happens any more, and it starts nothing', () => {
  const time = new FakeClock();
  const clock = new StoppableClock(time);
  const seen: string[] = [];
  clock.after(10, () => seen.push('once'));
  clock.every(10, () => seen.push('again'));
  clock.after(25, () => seen.push('late'));
  clock.after(5, () => seen.push('cancelled')).cancel();
  time.advance(20);
  clock.stop();
  clock.after(1, () => seen.push('after the stop'));
  clock.every(1, () => seen.push('after the stop'));
  time.advance(100);
  deepEqual(seen.toSorted(), ['again', 'again', 'once']);
});
