import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { EddyEvent, EventKind } from '../../../wire/protocol/index.ts';
import { MemoryStore } from '../memory/index.ts';
import { exportNdjson, exportTrace } from './index.ts';
import { mustBeSound } from './sound-trace.ts';
import type { TraceLine } from './trace-lines.ts';

const program = ['/usr/bin/node', '/shop/server.ts'];

function events(
  ...told: readonly [kind: EventKind, at: number, flow: string | undefined, data: object][]
): EddyEvent[] {
  return told.map(([kind, at, flow, data], seq) => ({
    seq,
    at: 1_700_000_000_000 + at,
    kind,
    target: 'abc',
    ...(flow === undefined ? {} : { flow: `abc.${flow}` }),
    data: data as Record<string, unknown>,
  }));
}

async function storeOf(all: readonly EddyEvent[]): Promise<MemoryStore> {
  const store = new MemoryStore();
  for (const event of all) store.put({ item: 'event', run: 'r1', event });
  return store;
}

async function traceOf(all: readonly EddyEvent[]): Promise<TraceLine[]> {
  let text = '';
  for await (const part of exportTrace(await storeOf(all))) text += part;
  const { traceEvents } = JSON.parse(text) as { traceEvents: TraceLine[] };
  mustBeSound(traceEvents);
  return traceEvents;
}

/** What one reads of it: what began and ended when, in ms. */
function told(lines: readonly TraceLine[]): string[] {
  return lines.flatMap(line =>
    line.ph === 'M' ? [] : [`${line.ph} ${line.tid} ${line.ts / 1000 - 1_700_000_000_000} ${line.name}`],
  );
}

test('a flow is a track with its name, and what it does is on it', async () => {
  const lines = await traceOf(
    events(
      ['target-started', 0, undefined, { kind: 'process', pid: 77, thread: 0, argv: program }],
      ['flow-started', 1, '2', { kind: 'task', name: 'charge', parent: 'abc.1' }],
      ['task-created', 1, '2', { name: 'charge' }],
      ['held', 2, '2', { hold: 'h1', probe: 'p1', file: '/shop/server.ts', line: 42 }],
      ['resumed', 5, '2', { hold: 'h1' }],
      ['snap', 6, '2', { file: '/shop/server.ts', line: 43 }],
      ['task-ended', 7, '2', { state: 'done' }],
      ['flow-ended', 8, '2', { outcome: 'done' }],
      ['finding', 9, '2', { kind: 'scope-leaked', message: 'It leaked.' }],
      ['target-ended', 10, undefined, { end: { how: 'exit', code: 0 } }],
    ),
  );
  const names = lines.flatMap(line => (line.ph === 'M' && 'name' in line.args ? [line.args.name] : []));
  deepEqual(names, ['server.ts (pid 77, abc)', 'no flow', 'main', 'charge (abc.2)']);
  deepEqual(told(lines), [
    'B 2 1 charge',
    'B 2 1 task charge',
    'B 2 2 held at server.ts:42',
    'E 2 5 held at server.ts:42',
    'i 2 6 snap server.ts:43',
    'E 2 7 task charge',
    'E 2 8 charge',
    'i 2 9 finding scope-leaked',
    'i 0 10 ended',
  ]);
});

test('locks are waited for and had, scopes overlap, counters count', async () => {
  const lines = await traceOf(
    events(
      ['lock-acquired', 1, '1', { lock: 'stock', waitedMs: 0 }],
      ['lock-waiting', 2, '2', { lock: 'stock', waiting: 1 }],
      ['scope-entered', 3, '2', { id: 1, name: 'a' }],
      ['scope-entered', 3, '2', { id: 2, name: 'b' }],
      ['lock-released', 4, '1', { lock: 'stock', heldMs: 3 }],
      ['lock-acquired', 4, '2', { lock: 'stock', waitedMs: 2 }],
      ['scope-exited', 5, '2', { id: 1, name: 'a' }],
      ['scope-cancelled', 5, '2', { id: 2, name: 'b' }],
      ['scope-exited', 6, '2', { id: 2, name: 'b' }],
      ['system', 7, undefined, { at: 5, cpuPercent: 12.5, rss: 1000, loopDelay: { p99: 1 } }],
      ['lock-released', 8, '2', { lock: 'stock' }],
      ['lock-released', 8, '2', { lock: 'never seen' }],
    ),
  );
  deepEqual(told(lines), [
    'b 1 1 has stock',
    'b 2 2 waits for stock',
    'b 2 3 scope a',
    'b 2 3 scope b',
    'e 1 4 has stock',
    'e 2 4 waits for stock',
    'b 2 4 has stock',
    'e 2 5 scope a',
    'i 2 5 cancelled: scope b',
    'e 2 6 scope b',
    'C 0 7 cpuPercent',
    'C 0 7 rss',
    'e 2 8 has stock',
    'i 2 8 end of lock never seen abc.2',
  ]);
});

test('two holds of one flow, ends out of order, a clock that steps back, what never ended', async () => {
  const lines = await traceOf(
    events(
      ['flow-started', 10, '2', { name: 'a' }],
      ['held', 11, '2', { hold: 'h1', file: 'x.ts', line: 1 }],
      ['held', 12, '2', { hold: 'h2', file: 'x.ts', line: 2 }],
      ['resumed', 4, '2', { hold: 'h1' }],
      ['resumed', 13, '2', { hold: 'h2' }],
      ['resumed', 13, '2', { hold: 'h9' }],
      ['task-created', 14, '2', { name: 'b' }],
      ['generator-started', 14, '2', { id: 1 }],
      ['flow-ended', 15, '2', {}],
      ['task-ended', 16, '2', {}],
      ['flow-started', 17, 'odd', { name: 'odd' }],
      ['stopped', 18, 'odd', { hold: 'h3', file: 'x.ts', line: 3 }],
    ),
  );
  deepEqual(told(lines), [
    'B 2 10 a',
    'B 2 11 held at x.ts:1',
    'b 2 12 held at x.ts:2',
    'E 2 12 held at x.ts:1',
    'e 2 13 held at x.ts:2',
    'B 2 14 task b',
    'b 2 14 generator 1',
    'E 2 15 task b',
    'E 2 15 a',
    'B 1073741824 17 odd',
    'B 1073741824 18 stopped at x.ts:3',
    'E 1073741824 18 stopped at x.ts:3',
    'E 1073741824 18 odd',
    'e 2 18 generator 1',
  ]);
});

test('any order of any events makes a sound trace', async () => {
  const kinds: readonly EventKind[] = [
    ...(['flow-started', 'flow-ended', 'task-created', 'task-ended', 'held', 'stopped', 'resumed', 'finding'] as const),
    ...(['lock-waiting', 'lock-acquired', 'lock-released', 'scope-entered', 'scope-exited', 'target-ended'] as const),
    ...([
      'sdk-started',
      'sdk-ended',
      'generator-started',
      'generator-ended',
      'session-opened',
      'session-closed',
    ] as const),
  ];
  const seed = Math.floor(Math.random() * 2 ** 31);
  let state = seed;
  const pick = (count: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % count;
  };
  const all = Array.from({ length: 4000 }, (_, seq): EddyEvent => {
    const data = { id: pick(4), hold: `h${pick(4)}`, lock: `l${pick(2)}`, session: `s${pick(3)}`, name: `n${pick(5)}` };
    const kind = kinds[pick(kinds.length)]!;
    return { seq, at: seq - pick(3), kind, target: `t${pick(3)}`, flow: `f.${1 + pick(4)}`, data };
  });
  try {
    ok((await traceOf(all)).length > 2000);
  } catch (error) {
    throw new Error(`seed ${seed}`, { cause: error });
  }
});

test('a trace of nothing is one that can be opened', async () => {
  deepEqual(await traceOf([]), []);
});

test('lines of JSON: each event with its run and its cursor, over all pages', async () => {
  const all = events(
    ...Array.from({ length: 2300 }, (_, at) => ['log', at, '1', { at }] as const).map(
      one => [...one] as [EventKind, number, string, object],
    ),
  );
  const store = await storeOf(all);
  let text = '';
  for await (const part of exportNdjson(store, { run: 'r1' })) text += part;
  deepEqual(
    text
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as object),
    all.map((event, at) => ({ ...event, run: 'r1', cursor: at + 1 })),
  );
  let count = 0;
  for await (const part of exportNdjson(store, { limit: 1500, after: 100 })) count += part.trimEnd().split('\n').length;
  equal(count, 1500);
});
