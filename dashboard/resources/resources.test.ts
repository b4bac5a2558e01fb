import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import type { EddyEvent, Finding } from '../../src/wire/protocol/index.ts';
import { FlowBook, groupFindings } from '../model/index.ts';
import { layOut, withoutRings } from './graph-layout.ts';
import { operationsOf, percentile, withoutNumbers } from './operations.ts';
import { pastStreams } from './past-streams.ts';
import { strongParts, waitGraphOf } from './wait-graph.ts';

function event(kind: EddyEvent['kind'], flow: string, at: number, data: EddyEvent['data']): EddyEvent {
  return { seq: 1, at, kind, target: 'a', flow, data };
}

test('a percentile is a value that was measured', () => {
  deepEqual(
    [50, 95, 100].map(percent => percentile([1, 2, 3, 4], percent)),
    [2, 4, 4],
  );
  equal(percentile([7], 50), 7);
  ok(Number.isNaN(percentile([], 50)));
});

test('numbers in names are no different operations', () => {
  deepEqual(['print page 12', 'GET /buy/7?x=1.5', 'utf8', 'Task-3', 'a1b2'].map(withoutNumbers), [
    ...['print page #', 'GET /buy/#?x=#', 'utf8', 'Task-#', 'a1b2'],
  ]);
});

test('operations: how long, how many failed, since when, of which targets', () => {
  const flows = new FlowBook();
  const run = (id: string, ms: number, outcome: string, name = 'job', from = 1_000) => {
    flows.take(event('flow-started', id, from, { name, kind: 'task' }));
    flows.take(event('flow-ended', id, from + ms, { outcome }));
  };
  run('a.1', 10, 'done', 'job 1');
  run('a.2', 30, 'failed', 'job 2');
  run('a.3', 20, 'cancelled', 'job 3');
  run('a.4', 40, 'done', 'job 4');
  run('a.5', 5, 'done', 'old', 0);
  run('a.6', 5, 'gone');
  run('b.1', 5, 'done');
  flows.take(event('flow-started', 'a.7', 1_000, { name: 'job 9', kind: 'task' }));
  const { rows, count, isCut } = operationsOf(flows, 500, target => target === 'a');
  deepEqual(rows, [
    {
      ...{ key: 'task job #', name: 'job #', kind: 'task', count: 4, failed: 1, cancelled: 1, successPercent: 50 },
      ...{ p50: 20, p95: 40, max: 40, slowest: 'a.4' },
    },
  ]);
  deepEqual([count, isCut], [4, false]);
});

function ticket(flow: string, name = 'work', forMs = 5) {
  return { flow, flowName: `flow ${flow}`, forMs, at: { file: '/a.ts', line: 1, function: name } };
}

function lock(id: number, holders: object[], waiters: object[], capacity = 1) {
  return { id, name: `Mutex ${id}`, target: 'a', capacity, held: holders.length, holders, waiters };
}

function reportOf(...locks: Record<string, unknown>[]) {
  return { locks: { total: locks.length, live: locks.length, dropped: 0, items: locks } };
}

function cycleOf(...flows: string[]): Finding {
  const base = { severity: 'error', message: '', count: 1, firstAt: 1, lastAt: 1, sites: {}, hint: '' } as const;
  return { kind: 'lock-cycle', ...base, flows: flows.map(id => ({ id, name: id })) };
}

test('who waits for whom, and the ring in it', () => {
  const report = reportOf(
    lock(1, [ticket('a.1')], [ticket('a.2'), ticket('a.3')]),
    lock(2, [ticket('a.2')], [ticket('a.1')]),
    lock(3, [ticket('a.9')], []),
  );
  const { nodes, edges, rings } = waitGraphOf([report], groupFindings([cycleOf('a.1', 'a.2')]));
  equal(nodes.length, 5);
  deepEqual(
    rings.map(({ nodes: ids, seen }) => [ids.toSorted(), seen]),
    [[['flow a.1', 'flow a.2', 'lock a 1', 'lock a 2'], true]],
  );
  deepEqual(
    edges.filter(({ inRing }) => !inRing).map(({ from, to }) => [from, to]),
    [['flow a.3', 'lock a 1']],
  );
  equal(waitGraphOf([report], []).rings[0]?.seen, false);
});

test('no ring: a lock with permits left, and workers of one flow beside each other', () => {
  const slots = reportOf(lock(1, [ticket('a.1')], [ticket('a.2')], 2), lock(2, [ticket('a.2')], [ticket('a.1')]));
  deepEqual(waitGraphOf([slots], []).rings, []);
  const workers = reportOf(lock(1, [ticket('a.1', 'work')], [ticket('a.1', 'work'), ticket('a.1', 'other')]));
  const graph = waitGraphOf([workers], []);
  deepEqual(graph.rings, []);
  deepEqual(
    graph.nodes.map(({ name }) => name),
    ['Mutex 1', 'flow a.1: work', 'flow a.1: other'],
  );
});

test('parts that lead back to themselves, in a long chain too', () => {
  const ids = Array.from({ length: 20_000 }, (_, at) => String(at));
  const next = new Map(ids.map((id, at) => [id, at + 1 < ids.length ? [String(at + 1)] : []]));
  deepEqual(strongParts(ids, next), []);
  next.set('19999', ['19998']);
  deepEqual(
    strongParts(ids, next).map(part => part.toSorted()),
    [['19998', '19999']],
  );
});

const sizes = { stepX: 100, stepY: 40, nodeWidth: 80, nodeHeight: 30 };

test('nodes stand in layers along the arrows, a ring is cut once', () => {
  const arrows = [
    { from: 'c', to: 'm1' },
    { from: 'm1', to: 'a' },
    { from: 'a', to: 'm2' },
    { from: 'm2', to: 'b' },
    { from: 'b', to: 'm1' },
  ];
  const ids = ['m1', 'b', 'c', 'a', 'm2'];
  equal(withoutRings(ids, arrows).length, 4);
  const { spots, width, height } = layOut(ids, arrows, sizes);
  deepEqual(
    ['c', 'm1', 'a', 'm2', 'b'].map(id => spots.get(id)?.x),
    [40, 140, 240, 340, 440],
  );
  deepEqual([width, height], [480, 30]);
});

test('nodes of one layer do not lie on each other, and stand near what they are joined to', () => {
  const arrows = [
    { from: 'x', to: 'q' },
    { from: 'y', to: 'p' },
    { from: 'q', to: 'z' },
    { from: 'p', to: 'z' },
  ];
  const { spots } = layOut(['x', 'y', 'p', 'q', 'z'], arrows, sizes);
  equal(spots.get('x')?.y, spots.get('q')?.y);
  equal(spots.get('y')?.y, spots.get('p')?.y);
  equal(Math.abs(spots.get('x')!.y - spots.get('y')!.y), 40);
});

test('what no arrow joins stands below, the larger part first', () => {
  const arrows = [
    { from: 'a', to: 'b' },
    { from: 'c', to: 'd' },
    { from: 'd', to: 'e' },
  ];
  const { spots, bottoms, height } = layOut(['a', 'b', 'c', 'd', 'e'], arrows, sizes);
  deepEqual(
    ['c', 'd', 'e', 'a', 'b'].map(id => spots.get(id)?.y),
    [15, 15, 15, 75, 75],
  );
  deepEqual([bottoms.get('c'), bottoms.get('a'), height], [30, 90, 90]);
});

test('nothing to draw, and a ring alone', () => {
  deepEqual(layOut([], [], sizes).spots.size, 0);
  const ring = layOut(
    ['a', 'b'],
    [
      { from: 'a', to: 'b' },
      { from: 'b', to: 'a' },
    ],
    sizes,
  );
  deepEqual([ring.spots.get('a')?.x, ring.spots.get('b')?.x], [40, 140]);
});

test('streams of a report: what is drawn is a word or a number, whatever stands there', () => {
  const good = {
    kind: 'socket',
    state: 'full',
    flow: 'a.1',
    flowName: 'buy',
    peer: '127.0.0.1:80',
    toWrite: 7,
    target: 'a',
  };
  const bad = { kind: { a: 1 }, state: [2], flow: {}, toWrite: 'much', opened: null };
  const streams = { total: 2, live: 2, items: [good, bad], dropped: 0 };
  const { target, ...told } = good;
  deepEqual(pastStreams([{ streams }, {}]), [told, { kind: '', state: '' }]);
});
