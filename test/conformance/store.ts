// What every store does, whatever it keeps things in.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Store, StoredRun, StoredSession, StoreItem } from '../../src/hub/session/index.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { type EddyEvent, type Finding, ReportSum } from '../../src/wire/protocol/index.ts';

export interface StoreLimits {
  readonly maxAgeMs?: number;
  readonly maxBytes?: number;
  readonly clock: FakeClock;
}

/** Opens a new one, which is closed with the test. */
export type OpenStore = (t: TestContext, limits: StoreLimits) => Promise<Store>;

export function eventOf(seq: number, more: Partial<EddyEvent> = {}): EddyEvent {
  return { seq, at: 1_700_000_000_000 + seq, kind: 'log', target: 't1', data: { seq }, ...more };
}

export function eventItem(seq: number, more: Partial<EddyEvent> = {}, run = 'r1'): StoreItem {
  return { item: 'event', run, event: eventOf(seq, more) };
}

export function runOf(id: string, more: Partial<StoredRun> = {}): StoredRun {
  return { id, words: ['shop.ts'], cwd: '/shop', pid: 7, started: 1_700_000_000_000, ...more };
}

function sessionOf(id: string, name: string): StoredSession {
  const statistics = { hits: 0, holds: 0, stops: 0, snaps: 0, logs: 0, droppedEvents: 0 };
  return { id, name, match: [], openedAt: 5, probes: [], statistics, audit: [] };
}

function findingOf(message: string, count: number): Finding {
  const flows = [{ id: 't1.2', name: 'GET /' }];
  return {
    kind: 'task-slow',
    severity: 'warning',
    message,
    count,
    firstAt: 1,
    lastAt: 2,
    flows,
    sites: {},
    hint: 'Look.',
  };
}

export function storeConformance(kind: string, open: OpenStore): void {
  const about = (
    what: string,
    run: (store: Store, clock: FakeClock) => Promise<void>,
    limits: Partial<StoreLimits> = {},
  ) =>
    test(`${kind}: ${what}`, async t => {
      const clock = new FakeClock();
      await run(await open(t, { clock, ...limits }), clock);
    });

  about('events come back as they were put, in the order in which they came', async store => {
    // A text, a gap in seq, a clock that stepped back: the order is the store's.
    const put = [
      eventOf(1, {
        flow: 't1.1',
        session: 's1',
        data: { text: 'a\nb \u{1f40c} "q" \0', deep: { list: [1, null, true] } },
      }),
      eventOf(9, { at: 1_600_000_000_000, kind: 'held' }),
      eventOf(2, { target: 't2' }),
    ];
    for (const event of put) store.put({ item: 'event', run: 'r1', event });
    await store.flush();
    const page = await store.events({});
    deepEqual(
      page.events.map(one => one.event),
      put,
    );
    deepEqual(
      page.events.map(one => one.run),
      ['r1', 'r1', 'r1'],
    );
    const cursors = page.events.map(one => one.cursor);
    deepEqual(
      cursors,
      [...cursors].sort((a, b) => a - b),
    );
    equal(new Set(cursors).size, 3);
    deepEqual([page.cursor, page.more], [cursors[2], false]);
  });

  about('what is done with an object after it was put is not seen', async store => {
    const data: Record<string, unknown> = { n: 1 };
    store.put(eventItem(1, { data }));
    data.n = 2;
    await store.flush();
    deepEqual((await store.events({})).events[0]?.event.data, { n: 1 });
  });

  about('pages go on from their cursor until there is no more', async store => {
    for (let seq = 1; seq <= 2500; seq++) store.put(eventItem(seq));
    await store.flush();
    const seen: number[] = [];
    const sizes: number[] = [];
    let after = 0;
    for (let more = true; more; ) {
      const page = await store.events({ after });
      sizes.push(page.events.length);
      seen.push(...page.events.map(one => one.event.seq));
      ({ cursor: after, more } = page);
    }
    deepEqual(sizes, [1000, 1000, 500]);
    deepEqual(
      seen,
      Array.from({ length: 2500 }, (_, at) => at + 1),
    );
    deepEqual(await store.events({ after }), { events: [], cursor: after, more: false });
    store.put(eventItem(2501));
    await store.flush();
    deepEqual(
      (await store.events({ after })).events.map(one => one.event.seq),
      [2501],
    );
    const one = await store.events({ limit: 1 });
    deepEqual([one.events.length, one.more], [1, true]);
    deepEqual([(await store.events({ limit: 0 })).events.length, (await store.events({ limit: 0 })).more], [0, true]);
  });

  about('of a question all that is named must hold', async store => {
    store.put(eventItem(1, { flow: 't1.1', session: 's1', kind: 'held' }));
    store.put(eventItem(2, { flow: 't1.1', session: 's2', kind: 'resumed' }));
    store.put(eventItem(3, { flow: 't1.2', session: 's1', kind: 'snap', target: 't2' }));
    store.put(eventItem(4, {}, 'r2'));
    await store.flush();
    const seqs = async (query: Parameters<Store['events']>[0]) =>
      (await store.events(query)).events.map(one => one.event.seq);
    deepEqual(await seqs({ run: 'r1' }), [1, 2, 3]);
    deepEqual(await seqs({ session: 's1' }), [1, 3]);
    deepEqual(await seqs({ session: 's1', target: 't1' }), [1]);
    deepEqual(await seqs({ target: 't2' }), [3]);
    deepEqual(await seqs({ flow: 't1.1' }), [1, 2]);
    deepEqual(await seqs({ kinds: ['held', 'snap'] }), [1, 3]);
    deepEqual(await seqs({ kinds: [] }), []);
    deepEqual(await seqs({ since: 1_700_000_000_002, until: 1_700_000_000_003 }), [2, 3]);
    deepEqual(await seqs({ run: 'r3' }), []);
    deepEqual(await seqs({ run: "r1' OR 1=1 --" }), []);
  });

  about('the last event of a target is the one that it said last itself', async store => {
    for (const seq of [1, 2, 9]) store.put(eventItem(seq));
    store.put(eventItem(10, { kind: 'target-ended' }));
    store.put(eventItem(0, { kind: 'target-started' }));
    store.put(eventItem(4, { target: 't2', letGo: 2 }));
    store.put(eventItem(12, {}, 'r2'));
    await store.flush();
    deepEqual(await store.lastEvent('r1', 't1'), eventOf(9));
    deepEqual(await store.lastEvent('r1', 't2'), eventOf(4, { target: 't2', letGo: 2 }));
    deepEqual([await store.lastEvent('r1', 't3'), await store.lastEvent('r2', 't2')], [undefined, undefined]);
  });

  about('a run, session, finding and report replaces the one of the same id', async store => {
    store.put({ item: 'run', run: runOf('r1', { name: 'shop' }) });
    store.put({ item: 'run', run: runOf('r2') });
    store.put({ item: 'run', run: runOf('r1', { name: 'shop', ended: 9, end: { how: 'exit', code: 0 } }) });
    for (const [id, name] of [
      ['s1', 'ann'],
      ['s2', 'bob'],
      ['s1', 'anna'],
    ] as const)
      store.put({ item: 'session', run: 'r1', session: sessionOf(id, name) });
    store.put({ item: 'session', run: 'r2', session: sessionOf('s1', 'ann') });
    store.put({ item: 'finding', run: 'r1', key: 'a', finding: findingOf('first', 1) });
    store.put({ item: 'finding', run: 'r1', key: 'b', finding: findingOf('second', 1) });
    store.put({ item: 'finding', run: 'r1', key: 'c', finding: findingOf('taken back', 1) });
    store.put({ item: 'finding', run: 'r1', key: 'a', finding: findingOf('first', 2) });
    store.put({ item: 'finding', run: 'r1', key: 'c', finding: findingOf('taken back', 0) });
    const report = new ReportSum().report([], 1, 2);
    store.put({ item: 'report', run: 'r1', report: { ...report, ended: 1 } });
    store.put({ item: 'report', run: 'r1', report });
    await store.flush();
    deepEqual(await store.runs(), [
      runOf('r2'),
      runOf('r1', { name: 'shop', ended: 9, end: { how: 'exit', code: 0 } }),
    ]);
    deepEqual(
      (await store.runs({ name: 'shop' })).map(one => one.id),
      ['r1'],
    );
    deepEqual(
      (await store.runs({ limit: 1 })).map(one => one.id),
      ['r2'],
    );
    deepEqual(
      (await store.sessions()).map(({ run, session }) => [run, session.id, session.name]),
      [
        ['r2', 's1', 'ann'],
        ['r1', 's2', 'bob'],
        ['r1', 's1', 'anna'],
      ],
    );
    deepEqual(
      (await store.sessions({ run: 'r1', limit: 1 })).map(({ session }) => session),
      [sessionOf('s2', 'bob')],
    );
    deepEqual(
      (await store.sessions({ name: 'ann' })).map(({ run }) => run),
      ['r2'],
    );
    deepEqual(await store.findings('r1'), [findingOf('first', 2), findingOf('second', 1)]);
    deepEqual(await store.findings('r2'), []);
    deepEqual(await store.report('r1'), report);
    equal(await store.report('r2'), undefined);
  });

  about('what was put is kept after flush, and counted', async store => {
    for (let seq = 1; seq <= 10; seq++) store.put(eventItem(seq));
    await store.flush();
    const { kept, waiting, dropped, lost, bytes, trouble } = store.status();
    deepEqual(
      { kept, waiting, dropped, lost, trouble },
      { kept: 10, waiting: 0, dropped: 0, lost: 0, trouble: undefined },
    );
    ok(bytes > 0);
    await store.flush();
  });

  about('what no text can be made of is dropped, counted, and takes nothing with it', async store => {
    const ring: Record<string, unknown> = {};
    ring.ring = ring;
    store.put(eventItem(1));
    store.put(eventItem(2, { data: ring }));
    store.put(eventItem(3, { data: { big: 1n } }));
    store.put(eventItem(4, { target: 5 as unknown as string }));
    store.put({ item: 'nothing' } as unknown as StoreItem);
    store.put({ item: 'event', run: 'r1', event: { ...eventOf(4), toJSON: () => undefined } as EddyEvent });
    store.put(eventItem(5));
    await store.flush();
    deepEqual(
      (await store.events({})).events.map(one => one.event.seq),
      [1, 5],
    );
    deepEqual([store.status().kept, store.status().dropped], [2, 5]);
  });

  about(
    'what is too old goes, runs with all that is theirs',
    async (store, clock) => {
      const now = clock.now();
      store.put({ item: 'run', run: runOf('old') });
      store.put({ item: 'report', run: 'old', report: new ReportSum().report([], 1, 2) });
      store.put({ item: 'run', run: runOf('long') });
      store.put(eventItem(1, { at: now }, 'old'));
      store.put(eventItem(2, { at: now }, 'long'));
      await store.flush();
      equal(await store.prune(), 0);
      clock.advance(50_000);
      store.put(eventItem(3, { at: clock.now() }, 'long'));
      await store.flush();
      clock.advance(15_000);
      await store.prune();
      deepEqual(
        (await store.events({})).events.map(one => one.event.seq),
        [3],
      );
      deepEqual(
        (await store.runs()).map(one => one.id),
        ['long'],
      );
      equal(await store.report('old'), undefined);
      equal(await store.prune(), 0);
    },
    { maxAgeMs: 60_000 },
  );

  about(
    'what is more than was agreed on goes, the oldest first',
    async store => {
      const data = { text: 'x'.repeat(1000) };
      for (let seq = 1; seq <= 3000; seq++) {
        store.put(eventItem(seq, { data }));
        if (seq % 100 === 0) await store.flush();
      }
      await store.prune();
      ok(store.status().bytes <= 1_000_000, `${store.status().bytes}`);
      const { events } = await store.events({ limit: 5000 });
      const [first, last] = [events[0]!.event.seq, events.at(-1)!.event.seq];
      equal(last, 3000);
      ok(first > 1000 && events.length === last - first + 1 && events.length > 300, `${first}, ${events.length}`);
    },
    { maxBytes: 1_000_000 },
  );

  about('after close nothing is kept, and nothing throws', async store => {
    store.put(eventItem(1));
    await Promise.all([store.close(), store.close()]);
    store.put(eventItem(2));
    await store.flush();
    deepEqual([store.status().kept, store.status().dropped, store.status().waiting], [1, 1, 0]);
  });
}
