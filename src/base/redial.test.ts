import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { FakeClock } from '../testing/fake-clock.ts';
import { Redial, type RedialPace } from './redial.ts';

/** Nobody answers: when it dials, in ms after the loss. */
function triesOf(count: number, random: () => number, pace?: Partial<RedialPace>): number[] {
  const clock = new FakeClock();
  const tries: number[] = [];
  const redial = new Redial({
    clock,
    ...{ random, pace },
    dial() {
      tries.push(clock.monotonic());
      redial.lost();
    },
  });
  redial.lost();
  while (tries.length < count) clock.advance(50);
  return tries;
}

const distances = (tries: number[]): number[] => tries.map((at, index) => at - (tries[index - 1] ?? 0));

test('tries come at growing distances, up to a bound, and after twelve one in a long while', () => {
  deepEqual(
    distances(triesOf(15, () => 0.999_999)),
    [100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000, 30_000, 120_000, 120_000, 120_000],
  );
});

test('another pace, as far as it is told', () => {
  const tries = (pace: Partial<RedialPace>) => distances(triesOf(6, () => 0.999_999, pace));
  deepEqual(tries({ firstMs: 1_000 }), [1_000, 2_000, 4_000, 8_000, 16_000, 30_000]);
  deepEqual(tries({ longestMs: 300 }), [100, 200, 300, 300, 300, 300]);
  deepEqual(tries({ failuresToOpen: 2, openMs: 50_000 }), [100, 200, 50_000, 50_000, 50_000, 50_000]);
});

test('chance takes up to a half of each distance away', () => {
  deepEqual(distances(triesOf(4, () => 0)), [50, 100, 200, 400]);
  const some = distances(triesOf(15, Math.random));
  const whole = distances(triesOf(15, () => 0.999_999));
  some.forEach((one, at) => void ok(one >= whole[at]! / 2 && one <= whole[at]!, `try ${at} after ${one} ms`));
});

interface Line {
  readonly clock: FakeClock;
  readonly redial: Redial;
  tries: number;
}

function line(): Line {
  const clock = new FakeClock();
  const one: Line = {
    clock,
    redial: new Redial({ clock, random: () => 0.999_999, dial: () => void one.tries++ }),
    tries: 0,
  };
  return one;
}

/** How long it waits after this loss. */
function waitOf({ clock, redial }: Line, mostMs = 200_000): number {
  const from = clock.monotonic();
  redial.lost();
  let waited = 0;
  while (clock.pending > 0 && waited < mostMs) clock.advance(++waited && 1);
  return clock.monotonic() - from;
}

test('a connection that is cut at once counts as a failure; one that said something begins anew', () => {
  const one = line();
  equal(waitOf(one), 100);
  one.redial.connected();
  one.clock.advance(999);
  equal(waitOf(one), 200);
  one.redial.connected();
  one.redial.stands();
  equal(waitOf(one), 100);
  equal(one.tries, 3);
});

test('a connection over which nothing came stands after a second', () => {
  const one = line();
  waitOf(one);
  waitOf(one);
  one.redial.connected();
  one.clock.advance(1_000);
  equal(waitOf(one), 100);
});

test('the one try of an open circuit closes it when it stands, and else leaves it open', () => {
  const one = line();
  for (let at = 0; at < 12; at++) waitOf(one);
  equal(waitOf(one), 120_000);
  one.redial.connected();
  equal(waitOf(one), 120_000);
  one.redial.connected();
  one.redial.stands();
  equal(waitOf(one), 100);
});
