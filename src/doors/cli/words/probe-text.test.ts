import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';
import type { Binding, ProbeView } from '../../../wire/protocol/index.ts';
import { eventLine, sessionTeller } from './event-line.ts';
import { paintFor } from './paint.ts';
import { probeLines } from './probe-text.ts';

const trouble = { why: 'wrong is not defined', times: 4 };
const binding: Binding = {
  ...{ probe: 'p1', target: 'a', state: 'bound', mechanism: 'gate', hits: 0, trouble },
  places: [{ file: '/app/shop.ts', line: 4, column: 3, function: 'buy' }],
};
const look = { cwd: '/app', paint: paintFor(false) };

test('a condition that could not be evaluated is listed with its count', () => {
  const place = { file: 'shop.ts', line: 4 };
  const view: ProbeView = {
    spec: { id: 'p1', session: 's1', kind: 'snap', place, condition: 'wrong > 1' },
    bindings: [binding],
    unanswered: [],
    hits: 0,
    everBound: true,
  };
  deepEqual(probeLines(view, look), [
    'p1  snap shop.ts:4 if wrong > 1',
    '  bound by gate at shop.ts:4:3 (buy); at least 4 times it could not be evaluated: wrong is not defined',
  ]);
});

test('it is told the first time beside the program’s own words, and each time to who follows', () => {
  const told: string[] = [];
  const tell = sessionTeller(text => void told.push(text), look);
  const lines = [1, 2].map(times => {
    const data = { ...binding, trouble: { ...trouble, times } };
    const event = { seq: times, at: 0, kind: 'probe-failed', target: 'a', flow: 'a.2', data } as const;
    tell(event);
    return eventLine(event, '/app');
  });
  const first = 'probe-failed p1 flow a.2: it could not be evaluated: wrong is not defined';
  deepEqual(told, [`eddy: ${first}\n`]);
  deepEqual(lines, [
    first,
    'probe-failed p1 flow a.2: at least 2 times it could not be evaluated: wrong is not defined',
  ]);
});
