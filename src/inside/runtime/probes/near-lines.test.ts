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
    { name: 'pay', kind: 'sync', line: 31, column: 1, endLine: 33, recorded: false, machine: 'SWC' },
    { name: 'walk', kind: 'generator', line: 41, column: 1, endLine: 43, recorded: false, machine: 'TypeScript' },
    { name: 'list', kind: 'generator', line: 51, column: 1, endLine: 53, recorded: false },
  ],
  gates: [
    { line: 2, column: 1, fn: 0, values: [], shared: [] },
    { line: 6, column: 1, fn: 1, values: [], shared: [] },
    { line: 8, column: 1, fn: 1, values: [], shared: [] },
    { line: 32, column: 1, fn: 2, values: [], shared: [] },
    { line: 42, column: 1, fn: 3, values: [], shared: [] },
    { line: 52, column: 1, fn: 4, values: [], shared: [] },
  ],
  awaits: [],
  switches: new Uint8Array(6),
  running: () => ({ file: '/app.ts', line: 2, column: 1 }),
};

/** The same source, for a browser of old. */
const old: GatedFile = {
  ...file,
  functions: file.functions.map(one => ({ ...one, kind: 'sync', machine: 'SWC' })),
  running: () => ({ file: '/old.js', line: 2, column: 1 }),
};

function bind(kind: ProbeSpec['kind'], line: number, files = [file], more: Partial<ProbeSpec> = {}): Binding {
  const rt = runtime();
  const probes = new Probes(rt, new Activations(rt));
  for (const one of files) probes.addFile(one);
  const [binding] = probes.follow({
    revision: 1,
    sessions: [{ id: 's1', name: 'ann', match: [] }],
    probes: [{ id: 'p1', session: 's1', kind, place: { file: 'app.ts', line }, ...more }],
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
  deepEqual([bind('snap', 12).state, bind('snap', 12).near], ['refused', [2, 6, 8]]);
  deepEqual([bind('hold', 6).state, bind('hold', 6).near], ['bound', undefined]);
});

test('where a compiler made it impossible to wait, it is named, and what to tell it', () => {
  match(bind('hold', 32).reason!, /^pay was compiled for ES5 by SWC.*"jsc\.target" in \.swcrc to es2017 or later/);
  match(bind('hold', 42).reason!, /^walk was an async generator, of which TypeScript made.*tsconfig\.json to ES2018/);
  match(bind('hold', 52).reason!, /^list is a generator: .*Was it an async function\? .*target to ES2018 or later/);
  equal(bind('snap', 32).state, 'bound');
});

test('a hold is met in those builds of a source in which a flow can wait; the others are named', () => {
  const both = bind('hold', 6, [old, file]);
  deepEqual([both.state, both.places.length], ['bound', 1]);
  match(both.reason!, /^In \/old\.js nothing is held: buy was compiled for ES5 by SWC/);
  match(bind('hold', 6, [old, file], { orStop: true }).reason!, /^In \/old\.js it stops the whole process: buy was/);
  equal(bind('snap', 6, [old, file]).reason, 'It is in 2 files that were made of its source: /old.js, /app.ts.');
  match(bind('hold', 6, [old]).reason!, /^buy was compiled for ES5 by SWC/);
});
