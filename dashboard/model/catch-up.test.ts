import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { EddyEvent, EventQuery } from '../../src/wire/protocol/index.ts';
import { activity, event, FakePage, state } from './fake-page.ts';
import { Model } from './model.ts';

const run = { ...state().runs[0]!, records: true as const };
const now = 1_000_000;

function started(serial: number, seq = serial): EddyEvent {
  return event('flow-started', { seq, at: now + seq, flow: `a.${serial}`, data: { name: 'buy', kind: 'request' } });
}

/** A hub that stays, whose store has these. */
function open(kept: EddyEvent[], answers = {}) {
  const page = new FakePage({
    status: () => ({ at: now, runs: [run], hub: { name: 'main', stays: true }, store: { kind: 'sqlite' } }),
    sessions: () => ({ sessions: [{ id: 's1', events: [event('log', { seq: 3, at: 5, session: 's1' })] }] }),
    flows: () => ({ at: 0, targets: [{ target: 'a', activity: activity([]) }] }),
    holds: () => ({ holds: [], silent: [] }),
    report: () => ({
      report: {
        flows: { items: [{ id: 'a.90', name: 'told', kind: 'task', started: 7, ended: 9 }] },
        courses: { a: { everyMs: 0, at: [now - 9, now - 8], rssBytes: [4, 5] } },
      },
    }),
    events: ({ after = 0, kinds, since = 0 }: EventQuery) => {
      const found = kept.filter(one => one.at >= since && kinds?.includes(one.kind) !== false);
      const page = found.slice(after, after + 2).map((one, at) => ({ cursor: after + at + 1, run: 'r1', event: one }));
      return { events: page, cursor: after + page.length, more: after + page.length < found.length };
    },
    ...answers,
  });
  const model = new Model(page);
  const tell = (more = {}, lost = {}) =>
    model.take({ say: 'state', state: state({ at: now, runs: [run], ...more }), lost: 0, ...lost });
  return { page, model, tell };
}

test('a page that was just opened has what the store and the report know of before', async () => {
  const kept = [started(1), started(2), started(3), event('log', { seq: 4, at: now })];
  const { page, model, tell } = open(kept);
  tell();
  model.take({ say: 'events', events: [started(5, 9)] });
  equal(model.flows.size, 0);
  await page.pass(10);
  deepEqual(
    ['a.1', 'a.2', 'a.3', 'a.5', 'a.90'].map(id => model.flows.find(id)?.name),
    ['buy', 'buy', 'buy', 'buy', 'told'],
  );
  deepEqual([model.recent.value.map(({ at }) => at), model.lost.value], [[5], 0]);
  const { samples } = model.system.series('a')!;
  deepEqual([samples.map(({ rssBytes }) => rssBytes), model.systemRevision.value > 0], [[4, 5], true]);
});

test('what was told while the hub was away is read from its store, in order and once; the rest is lost', async () => {
  const kept: EddyEvent[] = [];
  const { page, model, tell } = open(kept);
  tell();
  await page.pass(10);
  model.take({ say: 'events', events: [started(1), started(2)] });
  model.take({ say: 'away' });
  kept.push(started(1), started(2), started(3), started(5));
  const heard: number[] = [];
  model.onEvent(({ seq }) => heard.push(seq));
  tell({}, { lost: 9, uncounted: true });
  model.take({ say: 'events', events: [started(5), started(6)] });
  await page.pass(10);
  deepEqual([heard, model.lost.value, model.hasUncounted.value], [[3, 5, 6], 1, false]);
});

test('a store in trouble gives nothing: what the door says counts, and what comes goes on', async () => {
  const refuse = () => {
    throw new Error('no-store');
  };
  const { page, model, tell } = open([], { events: refuse });
  tell();
  await page.pass(10);
  model.take({ say: 'events', events: [started(1)] });
  model.take({ say: 'away' });
  tell({}, { lost: 4, uncounted: true });
  model.take({ say: 'events', events: [started(6)] });
  await page.pass(10);
  deepEqual([model.flows.find('a.6')?.name, model.lost.value, model.hasUncounted.value], ['buy', 4, true]);
});

test('who waits too long for the store goes on without it', async () => {
  const { page, model, tell } = open([], { status: () => new Promise(() => {}) });
  tell();
  const many = Array.from({ length: 50_001 }, (_, at) => started(at + 1));
  model.take({ say: 'events', events: many.slice(0, 50_000) });
  await page.pass(10);
  equal(model.flows.size, 1);
  model.take({ say: 'events', events: many.slice(50_000) });
  equal(model.flows.find('a.50001')?.name, 'buy');
});
