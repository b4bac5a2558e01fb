import { equal, throws } from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { openScope, scope, throwIfCancelled } from './index.ts';

const clock = new FakeClock();
runtime().clock = clock;
beforeEach(() => runtime().findings.clear());

test('a busy loop is cancelled by its deadline, whose timer cannot come', () => {
  let turns = 0;
  const start = clock.monotonic();
  scope('busy', { deadlineMs: 100 }, () => {
    for (;;) {
      turns++;
      throwIfCancelled();
      // Time passes, and no timer fires.
      Object.defineProperty(clock, 'monotonic', { value: () => start + turns * 10, configurable: true });
    }
  });
  Reflect.deleteProperty(clock, 'monotonic');
  equal(turns, 10);
});

test('a deadline counts from entry, and can be moved', async () => {
  const late = openScope('late', { deadlineMs: 50 });
  clock.advance(1_000);
  late.enter();
  equal(late.deadline, clock.monotonic() + 50);
  clock.advance(49);
  equal(late.cancelCalled, false);
  late.setDeadline(100);
  clock.advance(99);
  equal(late.cancelCalled, false);
  clock.advance(1);
  equal(late.cancelCalled, true);
  equal(late.cancelledBy?.source, 'deadline');
  equal(late.deadline, Number.NEGATIVE_INFINITY);
  late.exit();
});

test('a deadline further away than timers reach does not fire early', () => {
  const far = openScope('far', { deadlineMs: 2 ** 31 + 5_000 }).enter();
  clock.advance(2 ** 31);
  equal(far.cancelCalled, false);
  clock.advance(5_000);
  equal(far.cancelCalled, true);
  far.exit();
  throws(() => openScope('odd', { deadlineMs: Number.NaN }), { code: 'bad-usage' });
});

test('effective deadline: the minimum up to the nearest shield', () => {
  const now = clock.monotonic();
  scope('outer', { deadlineMs: 100 }, () => {
    scope('inner', { deadlineMs: 500 }, inner => {
      equal(inner.deadline, now + 100);
      inner.shield = true;
      equal(inner.deadline, now + 500);
      scope('innermost', it => equal(it.deadline, now + 500));
    });
  });
  scope('free', it => equal(it.deadline, Number.POSITIVE_INFINITY));
});
