import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { fail } from '../base/index.ts';
import type { EddyEvent, EventPage } from '../wire/protocol/index.ts';
import { OwnEvents } from './own-events.ts';

function event(seq: number, more: Partial<EddyEvent> = {}): EddyEvent {
  return { seq, at: 1_000 + seq, kind: 'log', target: 'a', data: {}, ...more };
}

const started = event(0, { kind: 'target-started', data: { run: 'r1' } });

function listen() {
  const heard: number[] = [];
  const nothing = () => {};
  const own = new OwnEvents(
    'r1',
    {
      onEvent: ({ seq }) => void heard.push(seq),
      onSessionEvent: nothing,
      onFinding: nothing,
      onTrouble: nothing,
    },
    undefined,
  );
  own.onEvent(started);
  return { own, heard };
}

/** A hub whose store has these. */
function hubWith(events: readonly EddyEvent[], asked: unknown[] = []) {
  return {
    ask: async (name: string, ask: { after: number }): Promise<never> => {
      asked.push([name, ask]);
      const page = events.slice(ask.after, ask.after + 2);
      const to = ask.after + page.length;
      const answer: EventPage = {
        events: page.map(one => ({ cursor: 1, run: 'r1', event: one })),
        cursor: to,
        more: to < events.length,
      };
      return answer as never;
    },
  };
}

test('what was told while the hub was away is read from its store, in order and once', async () => {
  const { own, heard } = listen();
  own.onEvent(event(1));
  own.onAway();
  const { run: _, ...data } = started.data;
  const kept = [{ ...started, data }, event(1), event(2), event(3), event(1, { target: 'b' })];
  const late = [event(3), event(4), event(5, { target: 'of another run' })];
  const asked: unknown[] = [];
  const back = own.onBack(hubWith(kept, asked));
  for (const one of late) own.onEvent(one);
  await back;
  deepEqual(heard, [0, 1, 2, 3, 4]);
  deepEqual(asked[0], ['events', { run: 'r1', since: 1_001 - 5_000, after: 0 }]);
  equal(own.missing, 0);
});

test('what no hub has is missing; what a target let go is not', async () => {
  const { own, heard } = listen();
  own.onEvent(event(1));
  own.onAway();
  await own.onBack(hubWith([]));
  own.onEvent(event(4));
  own.onEvent(event(9, { letGo: 3 }));
  own.onEvent(event(10, { kind: 'target-ended' }));
  deepEqual([heard, own.missing], [[0, 1, 4, 9, 10], 3]);
});

test('a store in trouble gives nothing, and what comes goes on; a hub that goes again is another’s to ask', async () => {
  const { own, heard } = listen();
  const failing = (code: 'closed' | 'no-store') => ({ ask: () => Promise.reject(fail(code, 'No.')) });
  own.onAway();
  own.onEvent(event(2));
  await own.onBack(failing('closed'));
  deepEqual(heard, [0]);
  await own.onBack(failing('no-store'));
  deepEqual([heard, own.missing], [[0, 2], 1]);
});

test('what the hub tells to who looks on is none of the run’s own', () => {
  const told: unknown[] = [];
  const nothing = () => {};
  const own = new OwnEvents(
    'r1',
    {
      onEvent: ({ kind, seq }) => void told.push([kind, seq]),
      onSessionEvent: nothing,
      onFinding: finding => void told.push(finding),
      onTrouble: nothing,
    },
    undefined,
  );
  own.onEvent(started);
  own.onEvent(event(0, { kind: 'system', data: { figures: {} } }));
  own.onEvent(event(1, { kind: 'system', data: { cpuPercent: 3 } }));
  own.onEvent(event(0, { kind: 'finding', data: { finding: 'seen' } }));
  own.onEvent(event(0, { kind: 'finding', data: { finding: 'seen', again: true } }));
  deepEqual(told, [['target-started', 0], ['system', 1], 'seen']);
});
