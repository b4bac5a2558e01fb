import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { EventRing } from './event-ring.ts';

const event = (at: number, more: Partial<EddyEvent> = {}): EddyEvent => ({
  ...{ seq: at, at, kind: 'lock-acquired', target: 'a', flow: 'a.1', data: {} },
  ...more,
});

test('the newest are kept, and it says from when on there are all', () => {
  const ring = new EventRing();
  for (let at = 1; at <= 20_000; at++) ring.add(event(at));
  equal(ring.goneUntil, 0);
  for (let at = 20_001; at <= 20_003; at++) ring.add(event(at));
  const times = ring.all().map(({ at }) => at);
  deepEqual([times.length, Math.min(...times), Math.max(...times), ring.goneUntil], [20_000, 4, 20_003, 3]);
});

test('what concerns no flow is not kept; who cancelled may be told without one', () => {
  const ring = new EventRing();
  const { flow: _, ...none } = event(1);
  for (const kind of ['system', 'scope-cancelled'] as const) ring.add({ ...none, kind });
  deepEqual(
    ring.all().map(({ kind }) => kind),
    ['scope-cancelled'],
  );
});
