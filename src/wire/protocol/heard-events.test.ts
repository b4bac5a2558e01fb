import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { EddyEvent } from './event.ts';
import { HeardEvents } from './heard-events.ts';

function event(seq: number, letGo?: number): EddyEvent {
  return { seq, at: 1, kind: 'log', target: 'a', data: {}, ...(letGo === undefined ? {} : { letGo }) };
}

test('a gap that the target does not account for is missing', () => {
  const heard = new HeardEvents(false);
  for (const seq of [1, 2, 5]) heard.take(event(seq));
  equal(heard.missing, 2);
  heard.take(event(6));
  equal(heard.missing, 2);
});

test('what the target let go itself is its to count', () => {
  const heard = new HeardEvents(false);
  for (const one of [event(3, 2), event(4, 2), event(9, 5)]) heard.take(one);
  equal(heard.missing, 1);
  // It knew of one more only afterwards.
  heard.said({ seq: 9, letGo: 6 });
  equal(heard.missing, 0);
});

test('what it says of itself shows what is missing at the end; what comes later is not', () => {
  const heard = new HeardEvents(false);
  heard.said({ seq: 3, letGo: 0 });
  equal(heard.missing, 3);
  heard.take(event(2));
  heard.take(event(3));
  equal(heard.missing, 1);
});

test('one that was heard before goes on from there, and from its first event where that is not known', () => {
  const heard = new HeardEvents(true);
  heard.said({ seq: 40, letGo: 0 });
  equal(heard.missing, 0);
  heard.take(event(40));
  equal(heard.missing, 0);
  heard.heardBefore(event(30, 0));
  equal(heard.missing, 9);
  heard.take(event(41, 4));
  equal(heard.missing, 5);
});

test('what was kept of this hub’s own is nothing that was before', () => {
  const heard = new HeardEvents(true);
  heard.take(event(40));
  heard.heardBefore(event(40));
  heard.take(event(42));
  equal(heard.missing, 1);
});

test('what comes a second time is known', () => {
  const heard = new HeardEvents(false);
  heard.said({ seq: 3, letGo: 0 });
  equal(heard.has(event(1)), false);
  heard.take(event(2));
  equal(heard.has(event(2)), true);
  equal(heard.has(event(3)), false);
});
