import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { emptyListing, type Report, type TestRecord } from '../../../wire/protocol/index.ts';
import { paintFor } from './paint.ts';
import { testLines, testsOf } from './test-lines.ts';

const look = { cwd: '/app', paint: paintFor(false) };

function report(items: readonly TestRecord[], summary: Record<string, number>): Report {
  const total = Object.values(summary).reduce((sum, count) => sum + count, 0);
  return { tests: { ...emptyListing, total, items, summary } } as unknown as Report;
}

const hanging: TestRecord = {
  id: 'a.7',
  name: 'cart > pays',
  runner: 'vitest',
  file: '/app/cart.spec.ts',
  line: 20,
  state: 'hanging',
  started: 0,
  tookMs: 300,
  error: 'Error: timed out',
  places: [
    {
      ...{ function: 'pay', file: '/app/cart.ts', line: 12, column: 3, state: 'waiting', forMs: 298 },
      locals: { total: 3, item: 'tea' },
      localsLine: 12,
      callers: [{ function: '', file: '/app/cart.spec.ts', line: 22, column: 5, state: 'waiting' }],
    },
  ],
  holds: ['lock "till"'],
  findings: [{ kind: 'lock-held-long', message: 'It is held for 2 s.' }],
};

test('a test that hangs is told with the line where it waits, what it had there, and who called', () => {
  deepEqual(testLines(report([hanging], { passed: 2, hanging: 1 }), look), [
    '3 tests: 2 passed, 0 failed, 1 hanging',
    'hanging cart > pays (cart.spec.ts:20, vitest, 300 ms)',
    '  Error: timed out',
    '  waits at cart.ts:12 (pay) for 298 ms',
    '    of pay: total = 3, item = "tea"',
    '    called from cart.spec.ts:22',
    '  has lock "till"',
    '  lock-held-long: It is held for 2 s.',
  ]);
});

test('one that failed is told with where it was last; a place of another line says which line its names are of', () => {
  const failed: TestRecord = {
    ...{ id: 'a.8', name: 'adds', runner: 'jest', file: '/app/sum.spec.js', state: 'failed', started: 0, tookMs: 4 },
    error: 'Error: 3 is not 4',
    thrown: { file: '/app/sum.spec.js', line: 9, column: 1 },
    places: [
      {
        ...{ function: 'sum', file: '/app/sum.js', line: 4, column: 1, state: 'ended' },
        locals: { n: 3 },
        localsLine: 2,
      },
    ],
  };
  deepEqual(testLines(report([failed], { failed: 1 }), look).slice(1), [
    'failed adds (sum.spec.js, jest, 4 ms)',
    '  Error: 3 is not 4',
    '  thrown at sum.spec.js:9',
    '  was at sum.js:4 (sum)',
    '    of sum: n = 3 (before line 2)',
  ]);
});

test('what still ran when its process was gone hangs; names of the program are shown in one line', () => {
  const running: TestRecord = { ...hanging, state: 'running', name: 'evil\u001b[2J\nname' };
  const { error: _, ...told } = running;
  const lines = testLines(report([told], { running: 1 }), look);
  equal(lines[0], '1 test: 0 passed, 0 failed, 1 hanging');
  equal(lines[1], 'hanging evil [2J name (cart.spec.ts:20, vitest, 300 ms)');
});

test('a report of an older Eddy has no tests', () => {
  const { total, items } = testsOf({} as Report);
  deepEqual([total, items], [0, []]);
  deepEqual(testLines({} as Report, look), []);
  equal(testLines({} as Report, look, true).length, 1);
});
