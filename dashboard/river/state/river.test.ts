import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { EddyEvent } from '../../../src/wire/protocol/index.ts';
import { Model, type ModelPorts } from '../../model/index.ts';
import { headingHeight, hitAt, nextLane, River } from './index.ts';

const noPage = { now: () => 0, after: () => () => {}, isHidden: () => true };
let seq = 0;

function riverOf(answers: Record<string, (question: never) => unknown> = {}) {
  const ask = async (name: string, question: unknown) => {
    const answer = answers[name];
    if (answer === undefined) throw new Error(`No ${name} here.`);
    return answer(question as never);
  };
  const model = new Model({ ...noPage, ask: ask as ModelPorts['ask'] });
  model.line.value = 'there';
  const clock = { now: 100_000 };
  const river = new River(model, { wallNow: () => clock.now, openedAt: 95_000 });
  return { model, river, clock };
}

function event(kind: EddyEvent['kind'], at: number, flow: string, data: Record<string, unknown> = {}): EddyEvent {
  return { seq: ++seq, kind, at, target: 'a', flow, data };
}

/** Works and arranges, as a frame does. */
function frame(river: River): void {
  while (river.work(() => 0, 1));
  const { from, to } = river.window;
  river.stack.arrange(river.lanes.groups, river.model.flows.columns, { from, to, height: 600 });
}

const started = (flow: string, at: number, name = 'work') => event('flow-started', at, flow, { name, kind: 'task' });

test('now stays at the right until somebody looks back', () => {
  const { river, clock } = riverOf();
  river.start();
  frame(river);
  ok(river.window.to > 100_000);
  clock.now = 200_000;
  frame(river);
  ok(river.window.from < 200_000 && river.window.to > 200_000);
  river.pan(-300);
  const { from } = river.window;
  clock.now = 250_000;
  frame(river);
  deepEqual([river.window.from, river.follows.value], [from, false]);
  river.toggleFollow();
  frame(river);
  ok(river.window.to > 250_000);
});

test('what came while another view was looked at is there when the line has gone', () => {
  const { model, river, clock } = riverOf();
  river.start();
  frame(river);
  clock.now = 130_000;
  model.take({ say: 'events', events: [started('a.1', 110_000), event('flow-ended', 120_000, 'a.1')] });
  model.take({ say: 'over' });
  equal(river.now, 120_000);
  // Its first look comes after the end.
  const late = new River(model, { wallNow: () => 900_000, openedAt: 95_000 });
  equal(late.now, 120_000);
});

test('a pause shows what was there then', () => {
  const { river, clock } = riverOf();
  river.togglePause();
  clock.now = 101_000;
  equal(river.drawnNow, 100_000);
  river.togglePause();
  equal(river.drawnNow, 101_000);
  river.togglePause();
  river.toggleFollow();
  deepEqual([river.follows.value, river.pausedAt.value], [true, undefined]);
});

test('what is not heard of any more goes no further', () => {
  const { river, model, clock } = riverOf();
  equal(river.now, 100_000);
  model.line.value = 'away';
  clock.now = 150_000;
  equal(river.now, 100_000);
});

test('a flow is found where it is drawn, and nothing beside it', () => {
  const { river, model } = riverOf();
  river.start();
  model.take({
    say: 'events',
    events: [started('a.1', 99_000), event('flow-ended', 99_500, 'a.1'), started('a.2', 99_200)],
  });
  frame(river);
  const x = river.window.xOf(99_250);
  const lane = (number: number) => headingHeight + number * river.stack.laneHeight + 2;
  equal(hitAt(river, x, lane(0), headingHeight)?.flow, 0);
  equal(hitAt(river, x, lane(1), headingHeight)?.flow, 1);
  equal(hitAt(river, river.window.xOf(99_900), lane(0), headingHeight)?.flow, undefined);
  equal(hitAt(river, x, 5, headingHeight)?.isHeading, true);
  equal(hitAt(river, x, 500, headingHeight), undefined);
  deepEqual(
    [nextLane(river, undefined, 1), nextLane(river, 0, 1), nextLane(river, 1, 1), nextLane(river, 1, -1)],
    [0, 1, undefined, 0],
  );
});

test('another grouping is laid out while the old one is drawn', () => {
  const { river, model } = riverOf();
  model.take({ say: 'events', events: [started('a.1', 99_000, 'ask 1'), started('a.2', 99_000, 'ask 2')] });
  frame(river);
  deepEqual(
    river.lanes.groups.map(({ title }) => title),
    ['task · ask #'],
  );
  river.by.value = 'name';
  river.layout.again();
  deepEqual(
    river.lanes.groups.map(({ title }) => title),
    ['task · ask #'],
  );
  frame(river);
  deepEqual(
    river.lanes.groups.map(({ title }) => title),
    ['ask 1', 'ask 2'],
  );
});

test('who looks before what is known gets it from the store, ends that came first too', async () => {
  const past: EddyEvent[] = [
    started('a.1', 20_000),
    started('a.2', 60_000),
    event('flow-ended', 61_000, 'a.2'),
    event('flow-ended', 90_000, 'a.1'),
  ];
  const { river, model } = riverOf({
    status: () => ({ store: { kind: 'memory' } }),
    history: () => ({ runs: [{ id: 'r', started: 10_000 }] }),
    events: ({ since, until }: { since: number; until: number }) => {
      const events = past
        .filter(({ at }) => at >= since && at <= until)
        .map((one, cursor) => ({ cursor, run: 'r', event: one }));
      return { events, cursor: 9, more: false };
    },
  });
  river.earlier.want(70_000);
  await river.earlier.settled();
  deepEqual([model.flows.size, river.earlier.state.value.from], [0, 65_000]);
  river.earlier.want(0);
  await river.earlier.settled();
  deepEqual([model.flows.find('a.1')!.end, model.flows.find('a.2')!.end], [90_000, 61_000]);
  deepEqual(
    [river.earlier.state.value.isLoading, river.earlier.state.value.cut, river.earlier.state.value.from],
    [false, undefined, 10_000],
  );
});

test('where nothing is kept, the river says so', async () => {
  const { river } = riverOf({ status: () => ({ store: { kind: 'none' } }) });
  river.earlier.want(1);
  await river.earlier.settled();
  ok(river.earlier.state.value.cut?.includes('keeps nothing'));
});

test('a page that is cut is told', async () => {
  const { river } = riverOf({
    status: () => ({ store: { kind: 'memory' } }),
    history: () => ({ runs: [{ id: 'r', started: 90_000 }] }),
    events: ({ after }: { after: number }) => {
      const events = [{ cursor: after + 1, run: 'r', event: started(`a.${after + 1}`, 91_000) }];
      return { events, cursor: after + 1, more: true };
    },
  });
  river.earlier.want(1);
  await river.earlier.settled();
  ok(river.earlier.state.value.cut?.includes('only the first'));
  equal(river.model.flows.size, 20);
});

test('who is led to a flow sees it as soon as it is known: its time, its lane', () => {
  const { river, model } = riverOf();
  river.start();
  river.reveal('a.7');
  frame(river);
  deepEqual([river.revealed, river.follows.value], [undefined, true]);
  model.take({ say: 'events', events: [started('a.7', 10_000), event('flow-ended', 10_500, 'a.7')] });
  frame(river);
  deepEqual([river.revealed, river.follows.value], [0, false]);
  ok(river.window.from < 10_000 && river.window.to > 10_500);
});
