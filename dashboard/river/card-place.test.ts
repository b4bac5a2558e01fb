import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { cardPlace } from './card-place.ts';

test('a card stays in its room', () => {
  const room = { width: 1_000, height: 500 };
  deepEqual(cardPlace({ x: 100, y: 50 }, room), { left: '114px', top: '68px', bottom: 'auto' });
  deepEqual(cardPlace({ x: 990, y: 450 }, room), { left: '672px', top: 'auto', bottom: '64px' });
  deepEqual(cardPlace({ x: 50, y: 50 }, { width: 300, height: 500 }).left, '4px');
});
