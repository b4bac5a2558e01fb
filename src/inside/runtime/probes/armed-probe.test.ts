import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { ProbeSpec } from '../../../wire/protocol/index.ts';
import { ArmedProbe } from './armed-probe.ts';
import { TargetSession } from './flow-sessions.ts';

const session = new TargetSession({ id: 's1', name: 's1', match: [] });
const probe = (more: Partial<ProbeSpec>) =>
  new ArmedProbe({ id: 'p1', session: 's1', kind: 'snap', place: { file: 'a.js', line: 1 }, ...more }, session);

const passes = (one: ArmedProbe, times: number, nowMs: (time: number) => number = () => 0) =>
  Array.from({ length: times }, (_, time) => one.passes(['n'], () => [time], nowMs(time)));

test('hits are counted from, in steps, and up to', () => {
  const one = probe({ fromHit: 2, everyHits: 3, maxHits: 2 });
  deepEqual(passes(one, 10), ['no', 'yes', 'no', 'no', 'yes', 'no', 'no', 'no', 'no', 'no']);
  equal(one.hits, 2);
});

test('a rate limit counts what it leaves out, and begins anew each second', () => {
  const one = probe({ maxPerSecond: 2 });
  const ms = (time: number) => (time < 4 ? 10 * time : 1_000 + time);
  deepEqual(passes(one, 6, ms), ['yes', 'yes', 'limited', 'limited', 'yes', 'yes']);
  equal(one.limited, 2);
});

test('a condition is asked with the names; one with side effects never holds, unless that is allowed', () => {
  deepEqual(passes(probe({ condition: 'n % 2 === 1' }), 4), ['no', 'yes', 'no', 'yes']);
  const list: number[] = [];
  const push = (more: Partial<ProbeSpec>) => {
    const one = probe({ condition: 'n.push(1) > 0', ...more });
    return [one.passes(['n'], () => [list], 0), one.trouble?.why];
  };
  deepEqual(push({}), ['no', 'It has side effects.']);
  deepEqual(list, []);
  deepEqual(push({ allowSideEffects: true })[0], 'yes');
  deepEqual(list, [1]);
});

test('trouble is news the first time, and each time that it has doubled', () => {
  const one = probe({ condition: 'nothing > 1' });
  const told = Array.from({ length: 9 }, () => {
    passes(one, 1);
    return one.takeTroubleNews() ? one.trouble?.times : undefined;
  });
  deepEqual(
    told.filter(times => times !== undefined),
    [1, 2, 4, 8],
  );
  const log = probe({ kind: 'log', text: '{nothing} {n} {neither}' });
  equal(
    log.text(['n'], [3], value => String(value)),
    '{ReferenceError: nothing is not defined} 3 {ReferenceError: neither is not defined}',
  );
  deepEqual(log.trouble, { why: 'ReferenceError: nothing is not defined', times: 1 });
});
