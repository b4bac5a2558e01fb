import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { isEddyError } from '../../base/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import type { SessionRules } from '../../wire/protocol/index.ts';
import { SessionBook } from './session-book.ts';

const hold = { kind: 'hold', place: { file: 'a.ts', line: 1 } } as const;
const snap = { kind: 'snap', place: { file: 'a.ts', line: 1 } } as const;

function bookWith(rules: SessionRules, observeOnly = false) {
  const clock = new FakeClock();
  let changes = 0;
  const told: string[] = [];
  const book = new SessionBook({
    ...{ clock, observeOnly, rules },
    onChange: () => changes++,
    onOpened: ({ spec }) => void told.push(`${spec.name} opened`),
    onClosed: ({ spec }, why) => void told.push(`${spec.name} ${why}`),
  });
  return { clock, book, told, changes: () => changes };
}

const isRefused = (error: unknown) => isEddyError(error, 'refused');

test('no more sessions than may be, and again when one has gone', () => {
  const { book } = bookWith({ maxSessions: 2 });
  const first = book.openSession('a');
  book.openSession('b');
  throws(() => book.openSession('c'), isRefused);
  equal(book.openSession('a'), first, 'one that is open is none more');
  book.closeSessions([first], 'unset');
  book.openSession('c');
});

test('no more probes in one session than may be: all or none of those asked for', () => {
  const { book } = bookWith({ maxProbesEach: 2 });
  book.addProbes('a', [], [snap], {});
  throws(() => book.addProbes('a', [], [snap, snap], {}), isRefused);
  equal(book.plan.probes.length, 1);
  book.addProbes('a', [], [snap], {});
  book.addProbes('b', [], [snap, snap], {});
  throws(() => book.addProbes('c', [], [snap, snap, snap], {}), isRefused);
  deepEqual(
    book.open.map(({ spec }) => spec.name),
    ['a', 'b'],
    'who is refused leaves no session',
  );
});

test('a session past its time is closed, with its probes, and its log says why', () => {
  const { book, clock, told, changes } = bookWith({ timeoutMs: 1000 });
  const { session } = book.addProbes('a', [], [hold], {});
  clock.advance(999);
  deepEqual([book.open.length, changes()], [1, 1]);
  clock.advance(1);
  deepEqual([book.open.length, book.plan.probes.length, changes()], [0, 0, 2]);
  equal(session.view().audit.at(-1)?.as, 'sessions.timeout');
  deepEqual(told, ['a opened', 'a timeout']);
});

test('a session that was closed before is left alone, and so is a new one of its name', () => {
  const { book, clock } = bookWith({ timeoutMs: 1000 });
  book.closeSessions([book.openSession('a')], 'unset');
  clock.advance(500);
  book.openSession('a');
  clock.advance(600);
  equal(book.open.length, 1);
});

test('what holds for each probe, where it says nothing else', () => {
  const { book } = bookWith({ defaults: { holdForMs: 7, maxHits: 3 }, letGoAfterMs: 9 });
  book.addProbes('a', [], [hold], { maxHits: 1 });
  const { probes, letGoAfterMs } = book.plan;
  deepEqual([probes[0]?.holdForMs, probes[0]?.maxHits, letGoAfterMs], [7, 1, 9]);
});

test('side effects by default are none in a run that may only be observed', () => {
  const { book } = bookWith({ defaults: { allowSideEffects: true } }, true);
  throws(
    () => book.addProbes('a', [], [snap], {}),
    error => isEddyError(error, 'observe-only'),
  );
});
