import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { Activation } from '../activations/index.ts';
import { Flow } from '../core/index.ts';
import { GateVisit } from './gate-visit.ts';
import type { GatedFile } from './gated-file.ts';
import { Trails } from './trails.ts';

/** A gate a function: `fn` of a visit is its gate. */
const file: GatedFile = {
  file: '/app/cart.js',
  functions: ['checkout', 'reserve', 'sum'].map(name => {
    return { name, kind: 'async', line: 1, column: 1, endLine: 9, recorded: true };
  }),
  gates: [0, 1, 2].map(fn => ({ line: fn + 1, column: 1, fn, values: [], shared: [] })),
  awaits: [],
  running: () => ({ file: '', line: 0, column: 0 }),
  switches: new Uint8Array(3),
};

const flowOf = (serial: number, parent?: Flow) => new Flow('t', serial, 'test', `flow ${serial}`, parent, 0, undefined);
const run = (fn: number, caller: Activation | null = null) => new Activation(fn, file, fn, caller, undefined);
const at = (fn: number, activation: Activation | null, flow: Flow) =>
  new GateVisit(file, fn, activation, flow, undefined, [], undefined);
const names = (visits: readonly GateVisit[]) => visits.map(({ place }) => place.function);

test('what a test threw through is there, the innermost first, until the test goes on', () => {
  const flow = flowOf(1);
  const trail = new Trails().follow(flow);
  const outer = run(0);
  const inner = run(1, outer);
  trail.passed(at(0, outer, flow));
  trail.passed(at(1, inner, flow));
  inner.ended = true;
  deepEqual(names(trail.recent), ['reserve', 'checkout']);
  trail.passed(at(0, outer, flow));
  deepEqual(names(trail.recent), ['checkout']);
});

test('a function that is not async and came back is let go, when who called it goes on', () => {
  const flow = flowOf(1);
  const trail = new Trails().follow(flow);
  trail.passed(at(0, null, flow));
  trail.passed(at(2, null, flow));
  deepEqual(names(trail.recent), ['sum', 'checkout']);
  trail.passed(at(0, null, flow));
  deepEqual(names(trail.recent), ['checkout']);
});

test('the last place of a function that waits is known, however many came since', () => {
  const flow = flowOf(1);
  const trail = new Trails().follow(flow);
  const first = run(0);
  const visit = at(0, first, flow);
  trail.passed(visit);
  for (let count = 0; count < 50; count++) trail.passed(at(1, run(1), flow));
  equal(trail.lastOf(first), visit);
  equal(trail.recent.length, 12);
});

test('flows that a test starts are of it, and no others', () => {
  const trails = new Trails();
  const flow = flowOf(1);
  const trail = trails.follow(flow);
  equal(trails.of(flowOf(3, flowOf(2, flow))), trail);
  equal(trails.of(flowOf(4)), undefined);
  deepEqual([...trail.flowIds], ['t.1', 't.2', 't.3']);
});
