import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { EddyEvent } from '../../src/wire/protocol/index.ts';
import { chosenHold } from './held-choice.ts';
import { hitsIn, olderHits } from './hit-list.ts';

const event = (seq: number, more: Partial<EddyEvent> = {}): EddyEvent => ({
  ...{ seq, at: seq * 10, kind: 'snap', target: 'a', session: 's1' },
  data: { probe: 'p1', file: '/shop.ts', line: 3, function: 'buy', locals: { total: seq }, stack: [] },
  ...more,
});

test('the same event from two sides is one hit, and others are none', () => {
  const events = [event(1), event(2), event(1), event(2, { target: 'b' }), event(3, { kind: 'resumed' })];
  deepEqual(
    hitsIn(events).map(({ key, locals }) => [key, locals]),
    [
      ['b 2', { total: 2 }],
      ['a 2', { total: 2 }],
      ['a 1', { total: 1 }],
    ],
  );
  equal(hitsIn([event(1), event(2, { session: 's2' })], 's2').length, 1);
});

test('a log has its text, and what an event lacks is absent', () => {
  const [hit] = hitsIn([event(1, { kind: 'log', data: { probe: 'p1', text: 'total is 3' } })]);
  deepEqual([hit?.text, hit?.file, hit?.locals, hit?.stack], ['total is 3', undefined, undefined, []]);
});

test('hits that are in no list any more are counted', () => {
  const session = {
    id: 's1',
    statistics: { hits: 9, holds: 2, stops: 0, snaps: 6, logs: 1, droppedEvents: 3 },
  } as never;
  equal(olderHits([session], hitsIn([event(1), event(2)])), 7);
  equal(olderHits([session], [], 's2'), 0);
});

test('the hold that was chosen, then the next of its flow, then the first', () => {
  const hold = (id: string, flow: string) => ({ id, flow, target: 'a' }) as never;
  const [one, two] = [hold('h1', 'f1'), hold('h2', 'f2')];
  equal(chosenHold([one, two], { hold: 'a/h2', flow: 'a/f1' }), two);
  equal(chosenHold([one, two], { hold: 'a/h9', flow: 'a/f2' }), two);
  equal(chosenHold([one, two], {}), one);
  equal(chosenHold([], { hold: 'a/h1' }), undefined);
});
