import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import { flowTree } from './flow-tree.ts';
import { paintFor } from './paint.ts';

test('since when a function waits is said where it was seen, and not where it was not', () => {
  const at = { file: '/a/shop.py', column: 1, async: true, state: 'waiting' } as const;
  const flow = {
    id: 't.1',
    name: 'buy',
    kind: 'task',
    state: 'waiting',
    startedAt: 0,
    holds: [],
    sessions: [],
    activations: [
      { ...at, id: 1, function: 'main', line: 3, forMs: 2000 },
      { ...at, id: 2, caller: 1, function: 'buy', line: 7 },
    ],
  } as const;
  deepEqual(flowTree(flow, { cwd: '/a', paint: paintFor(false) }), [
    '  main  shop.py:3  awaits for 2.0 s',
    '  └─ buy  shop.py:7  awaits',
  ]);
});
