import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { event, finding, target } from '../model/fake-page.ts';
import { FlowBook } from '../model/index.ts';
import { compare, durationsOf, peaksOf, type Side, spreadOf } from './compare.ts';

const nothing = { cpuMs: Number.NaN, rssPeakBytes: Number.NaN, worstDelayMs: Number.NaN };

function side(more: Partial<Side> = {}): Side {
  return { title: 'x', findings: [], durations: new Map(), peaks: nothing, ...more };
}

test('findings come, go and stay, with their counts over all targets', () => {
  const compared = compare(
    side({ findings: [finding({ count: 2 }), finding({ target: 'b', count: 3 }), finding({ kind: 'lock-cycle' })] }),
    side({ findings: [finding({ target: 'other', count: 7 }), finding({ kind: 'lock-leaked' })] }),
  );
  deepEqual(
    compared.findings.map(({ change, group, before, after }) => [change, group.kind, before, after]),
    [
      ['came', 'lock-leaked', 0, 1],
      ['went', 'lock-cycle', 1, 0],
      ['stayed', 'task-slow', 5, 7],
    ],
  );
});

test('durations by name: those that take most first, and no more than fit', () => {
  const many = new Map(Array.from({ length: 300 }, (_, at) => [`flow ${at}`, [at]]));
  const { flows, moreFlows } = compare(
    side({ durations: many }),
    side({ durations: new Map([['flow 299', [10, 20]]]) }),
  );
  deepEqual([flows.length, moreFlows], [200, 100]);
  deepEqual(flows[0], {
    name: 'flow 299',
    before: { count: 1, p50: 299, p95: 299 },
    after: { count: 2, p50: 10, p95: 20 },
  });
  equal(flows[1]!.after, undefined);
});

test('half of them, and nineteen of twenty, took at most so long', () => {
  const hundred = Array.from({ length: 100 }, (_, at) => 100 - at);
  deepEqual(spreadOf(hundred), { count: 100, p50: 50, p95: 95 });
  deepEqual(spreadOf([4]), { count: 1, p50: 4, p95: 4 });
});

test('only flows whose end was seen have a duration', () => {
  const book = new FlowBook();
  const begin = (id: string, at: number) =>
    book.take(event('flow-started', { flow: id, at, data: { name: `GET /v2/buy/${at}`, kind: 'request' } }));
  for (const id of ['a.1', 'a.2', 'a.3', 'b.1']) begin(id, 10);
  book.take(event('flow-ended', { flow: 'a.1', at: 25, data: { outcome: 'done' } }));
  book.take(event('flow-ended', { flow: 'b.1', at: 99, data: { outcome: 'done' } }));
  book.endTarget('a', 1_000);
  deepEqual([...durationsOf(book, id => id === 'a')], [['GET /v2/buy/#', [15]]]);
});

test('peaks are of processes, each once, and of the latest loop; unknown where nobody told', () => {
  const process = { cpuUserMs: 100, cpuSystemMs: 20, rssBytes: 5, rssPeakBytes: 9 };
  const loop = { activeMs: 1, idleMs: 1, delay: { meanMs: 0, maxMs: 0 } };
  const peaks = peaksOf({
    targets: [target('a'), target('b', { kind: 'worker' }), target('c'), target('d')],
    system: {
      a: { process, loop: { ...loop, worstDelayMs: 3 } },
      b: { process, loop: { ...loop, worstDelayMs: 30 } },
      c: { process: { cpuUserMs: 1, rssBytes: 50 } },
      d: 'nothing',
    },
  });
  deepEqual(peaks, { cpuMs: 121, rssPeakBytes: 50, worstDelayMs: 30 });
  ok(Object.values(peaksOf({ targets: [], system: {} })).every(Number.isNaN));
});
