import { deepEqual, equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import type { EventQuery } from '../../src/wire/protocol/index.ts';
import { event, FakePage, finding, target } from './fake-page.ts';
import { openPast } from './open-past.ts';

const run = { id: 'r1', words: ['shop.ts'], cwd: '/shop', pid: 7, started: 1, ended: 9_000 };
const flows = {
  total: 3,
  live: 0,
  dropped: 0,
  items: [{ id: 'a.3', name: 'late', kind: 'task', state: 'done', started: 20, ended: 30 }],
};
const none = { total: 0, live: 0, items: [], dropped: 0 };
const report = {
  version: 1,
  targets: [target('a', { ended: 9_000, end: { how: 'exit', code: 0 } })],
  started: 1,
  ended: 9_000,
  ...{
    flows,
    activations: none,
    tasks: none,
    scopes: none,
    locks: none,
    generators: none,
    sdkSessions: none,
    tests: none,
  },
  sessions: none,
  system: { a: { process: { rssBytes: 7 } } },
  courses: { a: { everyMs: 0, at: [20, 30], rssBytes: [5, 6] } },
  findings: [finding({ count: 3 })],
  dropped: {},
};
const events = [
  event('flow-started', { flow: 'a.1', at: 5, data: { name: 'buy', kind: 'request' } }),
  event('flow-ended', { flow: 'a.1', at: 8, data: { outcome: 'done' } }),
  event('flow-started', { flow: 'a.2', at: 6, data: { name: 'stays', kind: 'task' } }),
];

function hub(more = {}) {
  return new FakePage({
    history: () => ({ runs: [run], sessions: [] }),
    report: () => ({ report }),
    events: ({ after = 0 }: EventQuery) => ({
      events: events.slice(after, after + 2).map((one, at) => ({ cursor: after + at + 1, run: 'r1', event: one })),
      cursor: after + 2,
      more: after + 2 < events.length,
    }),
    ...more,
  });
}

test('a past run is a model: flows from its events, the rest from its report', async () => {
  const progress: number[] = [];
  const model = await openPast(hub(), 'r1', count => progress.push(count));
  deepEqual([model.line.value, model.runs.value[0]!.id, model.targets.value, progress], ['past', 'r1', [], [2, 3]]);
  deepEqual(
    ['a.1', 'a.2', 'a.3'].map(id => [model.flows.find(id)!.end, model.flows.find(id)!.outcome]),
    [
      [8, 'done'],
      [9_000, 'gone'],
      [30, 'done'],
    ],
  );
  deepEqual([model.findings.value[0]!.count, model.allTargets.value.length, model.past!.missing], [3, 1, []]);
  const { totals, samples } = model.system.series('a')!;
  deepEqual(
    [totals!.rssBytes, samples.map(({ at, rssBytes }) => [at, rssBytes])],
    [
      7,
      [
        [20, 5],
        [30, 6],
      ],
    ],
  );
  equal((await model.ask('report', {})).report, report);
  await rejects(model.ask('flows', {}), /is over/);
});

test('what was not kept is said', async () => {
  const refuse = () => {
    throw new Error('none');
  };
  const told = [
    ...events,
    event('target-started', { seq: 0, data: { ...target('a') } }),
    event('finding', { data: { key: 'k', ...finding({ count: 2 }) } }),
  ];
  const page = { events: told.map((one, at) => ({ cursor: at + 1, run: 'r1', event: one })), cursor: 9, more: false };
  const model = await openPast(hub({ report: refuse, events: () => page }), 'r1');
  deepEqual([model.findings.value[0]!.count, model.past!.missing.length, model.allTargets.value[0]!.run], [2, 1, 'r1']);
  await rejects(model.ask('report', {}), /was kept/);
  await rejects(openPast(hub(), 'r9'), /no run "r9"/);
});
