import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { activity, event, FakePage, finding, flow, state, target } from './fake-page.ts';
import { Model } from './model.ts';

function open(flows = activity([flow('a.1')]), answers = {}) {
  const page = new FakePage({
    flows: () => ({ at: 0, targets: [{ target: flows.target, activity: flows }] }),
    holds: () => ({ holds: [{ id: 'h1', target: 'a', since: 9 }], silent: [] }),
    sessions: () => ({ sessions: [{ id: 's1', name: 'ann' }] }),
    status: () => ({ at: 5_000, runs: state().runs, hub: { name: 'main' }, store: { kind: 'sqlite' } }),
    ...answers,
  });
  return { page, model: new Model(page) };
}

test('a state tells all that is there, and what it does not say is asked for', async () => {
  const { page, model } = open();
  model.take({ say: 'state', state: state({ findings: [finding()] }), lost: 0 });
  await page.pass(10);
  deepEqual(
    [model.line.value, model.targets.value.map(({ id }) => id), model.findings.value.length, model.holds.value.length],
    ['there', ['a'], 1, 1],
  );
  equal(model.flows.find('a.1')?.name, 'flow a.1');
  equal(model.targetTitle('a'), 'shop.ts · 7');
});

test('deltas: a target comes and goes with its flows, findings grow, a hold asks for the holds', async () => {
  const { page, model } = open();
  model.take({ say: 'state', state: state(), lost: 0 });
  await page.pass(10);
  const before = page.countOf('holds');
  model.take({
    say: 'events',
    events: [
      event('target-started', { seq: 0, target: 'b', data: { ...target('b', { kind: 'worker', thread: 2 }) } }),
      event('flow-started', { seq: 1, target: 'b', flow: 'b.1', data: { name: 'x', kind: 'task' } }),
      event('finding', { seq: 0, target: 'b', data: { run: 'r1', finding: finding({ target: 'b', count: 1 }) } }),
      event('finding', {
        seq: 0,
        target: 'b',
        data: { run: 'r1', again: true, finding: finding({ target: 'b', count: 8 }) },
      }),
      event('finding', { seq: 2, target: 'b', data: { key: 'said by the target itself', kind: 'task-slow' } }),
      event('held', { seq: 3, target: 'b', flow: 'b.1', session: 's1' }),
    ],
  });
  await page.pass(1_000);
  deepEqual([model.findings.value.length, model.findings.value[0]!.count, model.recent.value.length], [1, 8, 1]);
  equal(model.targetTitle('b'), 'shop.ts · thread 2 of 7');
  ok(page.countOf('holds') > before);
  equal(model.sessions.value[0]!.name, 'ann');
  model.take({
    say: 'events',
    events: [event('target-ended', { seq: 4, target: 'b', at: 7_000, data: { end: { how: 'terminated' } } })],
  });
  deepEqual([model.targets.value.map(({ id }) => id), model.flows.find('b.1')!.outcome], [['a'], 'gone']);
  equal(model.allTargets.value.find(({ id }) => id === 'b')!.end!.how, 'terminated');
});

test('lost events are counted once: as the door says, or as numbers show; what comes twice is taken once', async () => {
  const { page, model } = open();
  const tell = async (lost: number, more = {}) => {
    model.take({ say: 'state', state: state(), lost, ...more });
    await page.pass(10);
  };
  await tell(0);
  const told = (seq: number, more = {}) => model.take({ say: 'events', events: [event('log', { seq, ...more })] });
  told(5);
  told(6);
  equal(model.lost.value, 0);
  told(9);
  equal(model.lost.value, 2);
  told(9);
  equal(model.recent.value.length, 3);
  await tell(10);
  equal(model.lost.value, 12);
  told(20);
  equal(model.lost.value, 12);
  told(22);
  equal(model.lost.value, 13);
  equal(model.hasUncounted.value, false);
  await tell(0, { uncounted: true });
  equal(model.hasUncounted.value, true);
});

test('a flow whose start was missed is found by a look', async () => {
  const { page, model } = open(activity([flow('a.1'), flow('a.9', { name: 'buy' })]));
  model.take({ say: 'state', state: state({ targets: [] }), lost: 0 });
  await page.pass(5_000);
  const before = page.countOf('flows');
  model.take({ say: 'events', events: [event('task-created', { flow: 'a.10' })] });
  await page.pass(5_000);
  equal(page.countOf('flows'), before + 1);
  equal(model.flows.find('a.9')?.name, 'buy');
});

test('a target that tells of no flow is looked at again and again; one that tells is not; and none while nobody looks', async () => {
  const { page, model } = open();
  model.take({ say: 'state', state: state(), lost: 0 });
  await page.pass(10_000);
  const looks = page.countOf('flows');
  ok(looks >= 4, String(looks));
  page.hidden = true;
  await page.pass(20_000);
  equal(page.countOf('flows'), looks);
  page.hidden = false;
  model.wake();
  await page.pass(100);
  equal(page.countOf('flows'), looks + 1);
  model.take({ say: 'events', events: [event('flow-started', { seq: 1, flow: 'a.2', data: {} })] });
  await page.pass(4_000);
  const last = page.countOf('flows');
  await page.pass(20_000);
  equal(page.countOf('flows'), last);
});

test('the hub restarted: what it does not have any more has ended, what it has stays', async () => {
  const { page, model } = open();
  const both = [target('a'), target('b', { run: 'r2' })];
  const run = { words: ['x'], cwd: '/', pid: 1, started: 1 };
  const runs = [
    { ...run, id: 'r1' },
    { ...run, id: 'r2' },
  ];
  model.take({ say: 'state', state: state({ targets: both, runs }), lost: 0 });
  model.take({ say: 'events', events: [event('flow-started', { seq: 1, target: 'b', flow: 'b.1', data: {} })] });
  model.take({ say: 'away' });
  equal(model.line.value, 'away');
  model.setLine('cut');
  equal(model.line.value, 'cut');
  model.take({ say: 'state', state: state({ at: 3_000, targets: [], runs: [] }), lost: 0, uncounted: true });
  await page.pass(1_000);
  deepEqual([model.line.value, model.targets.value.length, model.flows.liveCount], ['there', 2, 2]);
  const back = event('target-started', { seq: 0, data: { ...target('a') } });
  model.take({ say: 'events', events: [back] });
  await page.pass(70_000);
  deepEqual(
    model.targets.value.map(({ id }) => id),
    ['a'],
  );
  deepEqual([model.flows.find('b.1')!.outcome, model.flows.find('b.1')!.end], ['gone', 3_000]);
  const [r1, r2] = ['r1', 'r2'].map(id => model.runs.value.find(run => run.id === id)!);
  deepEqual([r1!.ended, r2!.ended], [undefined, 5_000]);
});

test('the hub was there all along: what it does not have any more has ended at once', () => {
  const { model } = open();
  model.take({ say: 'state', state: state({ targets: [target('a'), target('b')] }), lost: 0 });
  model.take({ say: 'state', state: state({ at: 3_000 }), lost: 7 });
  deepEqual(
    model.targets.value.map(({ id }) => id),
    ['a'],
  );
});

test('over is over: nothing is asked any more, and what was seen stays', async () => {
  const { page, model } = open(activity([flow('a.1')]), {
    status: () => ({ at: 5_000, runs: state().runs, hub: { pid: 7 }, store: { kind: 'none' } }),
  });
  model.take({ say: 'state', state: state(), lost: 0 });
  await page.pass(10);
  const before = page.asked.length;
  model.take({ say: 'events', events: [event('target-ended', { seq: 1, at: 8_000, data: {} })] });
  model.take({ say: 'over' });
  model.setLine('cut');
  await page.pass(60_000);
  deepEqual([model.line.value, page.asked.length - before], ['over', 0]);
  deepEqual([model.runs.value[0]!.ended, model.flows.find('a.1')!.end, model.holds.value], [8_000, 8_000, []]);
});

test('one run is looked at: lists show it alone', async () => {
  const { page, model } = open(activity([]), {
    holds: () => ({
      holds: [
        { id: 'h1', target: 'a', since: 9 },
        { id: 'h2', target: 'b', since: 5 },
      ],
      silent: [],
    }),
  });
  const targets = [target('a'), target('b', { run: 'r2' })];
  const findings = [finding(), finding({ target: 'b', run: 'r2' })];
  model.take({ say: 'state', state: state({ targets, findings }), lost: 0 });
  await page.pass(10);
  deepEqual([model.targets.value.length, model.findings.value[0]!.count, model.holds.value[0]!.id], [2, 2, 'h2']);
  model.run.value = 'r1';
  deepEqual(
    [model.targets.value.length, model.findings.value[0]!.count, model.holds.value.map(({ id }) => id)],
    [1, 1, ['h1']],
  );
  deepEqual([model.isShown('a'), model.isShown('b')], [true, false]);
  deepEqual(model.countsOf('r2'), { findings: 1, targets: 1 });
});

test('of a run that is over, its last report is what stands', async () => {
  const { page, model } = open(activity([]));
  model.take({ say: 'state', state: state(), lost: 0 });
  await page.pass(0);
  const ended = { ended: 9_000, flows: { items: [{ id: 'a.7', name: 'left', started: 5 }] } } as never;
  model.take({ say: 'over', last: { report: ended, sources: [] } });
  deepEqual([...model.reports.value.values()], [ended]);
  deepEqual([model.endedAt.value, model.line.value, model.flows.find('a.7')?.outcome], [9_000, 'over', 'gone']);
  const { model: other } = open();
  other.take({ say: 'state', state: state(), lost: 0 });
  other.take({ say: 'over' });
  equal(other.endedAt.value, undefined);
});

test('what is recent is bounded, and listeners hear each event', () => {
  const { model } = open();
  let heard = 0;
  const stop = model.onEvent(() => heard++);
  const events = Array.from({ length: 5_000 }, (_, seq) => event('log', { seq: seq + 1 }));
  model.take({ say: 'events', events });
  stop();
  model.take({ say: 'events', events: [event('log', { seq: 5_001 })] });
  deepEqual([heard, model.recent.value.length, model.recent.value.at(-1)!.seq], [5_000, 2_000, 5_001]);
});

test('reports are asked of the runs that are looked at and still run', async () => {
  const { page, model } = open(activity([]), { report: ({ run }: { run: string }) => ({ report: { of: run } }) });
  model.take({ say: 'state', state: state(), lost: 0 });
  await model.refreshReports();
  deepEqual([...model.reports.value], [['r1', { of: 'r1' }]]);
  model.run.value = 'other';
  const before = page.countOf('report');
  await model.refreshReports();
  equal(page.countOf('report'), before);
});

test('a run that tells of each flow is not looked at again and again; which do not is known', async () => {
  const recorded = { ...state().runs[0]!, records: true as const };
  const { page, model } = open(activity([]), {
    status: () => ({ at: 5_000, runs: [recorded], hub: { name: 'main', stays: true }, store: { kind: 'sqlite' } }),
  });
  model.take({ say: 'state', state: state(), lost: 0 });
  equal(model.unrecorded.value.length, 1);
  model.take({ say: 'state', state: state({ runs: [recorded] }), lost: 0 });
  await page.pass(5_000);
  deepEqual([model.unrecorded.value, model.hub.value?.name], [[], 'main']);
  const looks = page.countOf('flows');
  await page.pass(60_000);
  equal(page.countOf('flows'), looks);
});

test('a listener that throws is let go, and told of; the others go on', async () => {
  const { page, model } = open();
  model.take({ say: 'state', state: state(), lost: 0 });
  await page.pass(10);
  let heard = 0;
  model.onEvent(() => {
    throw new Error('mine');
  });
  model.onEvent(() => heard++);
  for (const seq of [1, 2]) model.take({ say: 'events', events: [event('log', { seq })] });
  deepEqual([heard, model.recent.value.length, page.troubles.map(String)], [2, 2, ['Error: mine']]);
});

test('a hub that keeps nothing is not asked for its history; one that has a store is', async () => {
  const events = () => ({ events: [] });
  const without = open(undefined, { events, status: () => ({ at: 1, runs: [], hub: {}, store: { kind: 'none' } }) });
  await rejects(without.model.ask('events', { limit: 1 }), /keeps no history/);
  deepEqual(
    without.page.asked.map(([name]) => name),
    ['status'],
  );
  deepEqual(await open(undefined, { events }).model.ask('events', { limit: 1 }), { events: [] });
});

test('since when things are seen: from this page on, from what the door has, or from the start', () => {
  const { model } = open();
  model.take({ say: 'state', state: state({ at: 9_000 }), lost: 0 });
  equal(model.seenSince.value, 9_000);
  model.take({ say: 'state', state: state({ at: 12_000 }), lost: 0 });
  equal(model.seenSince.value, 9_000);
  model.takeBefore([event('held', { at: 4_000 }), event('flow-ended', { at: 5_000 })]);
  equal(model.seenSince.value, 4_000);
  // A thread that began meanwhile is not the start of all.
  model.takeBefore([event('target-started', { at: 3_000, target: 'b', data: { parent: 'a' } })]);
  equal(model.seenSince.value, 3_000);
  model.takeBefore([event('target-started', { at: 2_000 })]);
  equal(model.seenSince.value, 0);
  const early = open().model;
  early.take({ say: 'state', state: state({ targets: [] }), lost: 0 });
  equal(early.seenSince.value, 0);
});

test('what the door still has of before is known of flows, and counts as nothing lost', () => {
  const { model } = open();
  model.take({ say: 'state', state: state(), lost: 0 });
  const told = { seq: 7, flow: 'a.7', data: { name: 'buy', kind: 'request' } };
  const ended = { seq: 9, at: 1_200, flow: 'a.7' };
  model.takeBefore([event('flow-started', told), event('held', { seq: 8 }), event('flow-ended', ended)]);
  equal(model.flows.find('a.7')?.end, 1_200);
  equal(model.lost.value, 0);
});
