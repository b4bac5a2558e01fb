import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';
import type { Binding, ProbeSpec } from '../../../wire/protocol/index.ts';
import { Activations } from '../activations/index.ts';
import { runtime } from '../core/index.ts';
import { type GatedFile, Probes } from './index.ts';

const file: GatedFile = {
  file: '/app.ts',
  functions: [
    { name: 'price', kind: 'sync', line: 1, column: 1, endLine: 3, recorded: false },
    { name: 'buy', kind: 'async', line: 5, column: 1, endLine: 9, recorded: true },
  ],
  gates: [
    { line: 2, column: 1, fn: 0, values: [], shared: [] },
    { line: 6, column: 1, fn: 1, values: [], shared: [] },
    { line: 8, column: 1, fn: 1, values: [], shared: [] },
  ],
  awaits: [],
  switches: new Uint8Array(3),
  running: () => ({ file: '/app.ts', line: 2, column: 1 }),
};

function bind(kind: ProbeSpec['kind'], line: number): Binding {
  const rt = runtime();
  const probes = new Probes(rt, new Activations(rt));
  probes.addFile(file);
  const [binding] = probes.follow({
    revision: 1,
    sessions: [{ id: 's1', name: 'ann', match: [] }],
    probes: [{ id: 'p1', session: 's1', kind, place: { file: 'app.ts', line } }],
    observeOnly: false,
    letGoAfterMs: 500,
  });
  return binding!;
}

test('a hold that is refused names the lines that would do', () => {
  const { state, reason, near } = bind('hold', 2);
  equal(state, 'refused');
  match(reason!, /would do: 6, 8/);
  deepEqual(near, [6, 8]);
});

test('a line without a statement names those near it; what is bound names none', () => {
  deepEqual([bind('snap', 20).state, bind('snap', 20).near], ['refused', [2, 6, 8]]);
  deepEqual([bind('hold', 6).state, bind('hold', 6).near], ['bound', undefined]);
});
