import { equal } from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { PausableLimit } from './pausable-limit.ts';

let clock: FakeClock;
let passed: number;
beforeEach(() => {
  clock = new FakeClock();
  runtime().clock = clock;
  passed = 0;
});

const limit = (limitMs: number, pausedNow?: () => boolean): PausableLimit =>
  new PausableLimit({ limitMs, pausedNow, holdsProcess: false, onPass: () => passed++ });

test('it passes once, and again after another start', () => {
  const one = limit(100);
  one.start();
  clock.advance(99);
  equal(passed, 0);
  clock.advance(1);
  equal(passed, 1);
  clock.advance(1_000);
  equal(passed, 1);
  one.start();
  clock.advance(100);
  equal(passed, 2);
});

test('each start counts from zero, with one timer', () => {
  const one = limit(100);
  for (let n = 0; n < 50; n++) {
    one.start();
    clock.advance(60);
    one.stop();
    clock.advance(60);
    equal(clock.pending <= 1, true);
  }
  equal(passed, 0);
});

test('time stands still while paused, also when the pause begins before the wait', () => {
  const one = limit(100);
  one.pause();
  one.start();
  clock.advance(500);
  one.resume();
  clock.advance(60);
  one.pause();
  clock.advance(500);
  equal(one.waitedMs(clock.monotonic()), 60);
  one.resume();
  clock.advance(39);
  equal(passed, 0);
  clock.advance(1);
  equal(passed, 1);
});

test('a hook puts it off, and it never passes earlier than a whole limit after the hook was seen to say no', () => {
  let running = true;
  const one = limit(100, () => running);
  one.start();
  clock.advance(1_005);
  equal(passed, 0);
  running = false;
  clock.advance(99);
  equal(passed, 0);
  clock.advance(20);
  equal(passed, 1);
});

test('disposed, or infinite, it never passes and leaves no timer', () => {
  const one = limit(100);
  one.start();
  one.dispose();
  one.start();
  const other = limit(Number.POSITIVE_INFINITY);
  other.start();
  equal(clock.pending, 0);
  clock.advance(1_000);
  equal(passed, 0);
});
