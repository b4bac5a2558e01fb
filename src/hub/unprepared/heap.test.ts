import { deepEqual, equal, match, throws } from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeHeapSnapshot } from 'node:v8';
import { HeapGraph } from './heap-graph.ts';
import { SnapshotReader } from './snapshot-reader.ts';
import { findSuspended } from './suspended.ts';

function graphOf(text: string, step: number): HeapGraph {
  const graph = new HeapGraph();
  const reader = new SnapshotReader(graph);
  for (let at = 0; at < text.length; at += step) reader.take(text.slice(at, at + step));
  equal(reader.isWhole, true);
  return graph;
}

function seen(text: string, step: number) {
  const numbers = new Map<string, number[]>();
  const strings: string[] = [];
  const reader = new SnapshotReader({
    onHead: ({ nodeCount, edgeFields }) => numbers.set('head', [nodeCount, edgeFields.length]),
    onNumber: (list, value) => numbers.set(list, [...(numbers.get(list) ?? []), value]),
    onString: one => strings.push(one),
  });
  for (let at = 0; at < text.length; at += step) reader.take(text.slice(at, at + step));
  return { numbers: Object.fromEntries(numbers), strings, isWhole: reader.isWhole };
}

const meta = {
  node_fields: ['type', 'name', 'id', 'edge_count'],
  node_types: [['hidden', 'object', 'closure'], 'string', 'number', 'number'],
  edge_fields: ['type', 'name_or_index', 'to_node'],
  edge_types: [['internal', 'property', 'hidden'], 'string_or_number', 'node'],
  location_fields: ['object_index', 'script_id', 'line', 'column'],
};

test('a snapshot is read the same however it is cut', () => {
  const text = `{"snapshot":{"meta":${JSON.stringify(meta)},"node_count":2,"edge_count":1},
"nodes":[1,0,3,1
,2,1,5,0],
"edges":[0,2,4],
"trace_tree":[1,[2,[-3]]],
"samples":[],
"locations":[0,7,1,2],
"strings":["with \\"quotes\\" and \\\\","[not, a, list]","\\u00e4"]}`;
  const whole = seen(text, text.length);
  deepEqual(whole, {
    numbers: {
      head: [2, 3],
      nodes: [1, 0, 3, 1, 2, 1, 5, 0],
      edges: [0, 2, 4],
      trace_tree: [1, 2, -3],
      locations: [0, 7, 1, 2],
    },
    strings: ['with "quotes" and \\', '[not, a, list]', 'ä'],
    isWhole: true,
  });
  for (let step = 1; step < 40; step++) deepEqual(seen(text, step), whole);
  equal(seen(text.slice(0, -1), 8).isWhole, false);
});

test('what is no snapshot, or one of another make, is refused', () => {
  throws(() => seen(`{"other":${'x'.repeat(100_000)}`, 1_000), /cannot be read: it does not begin as one/);
  const { location_fields: _, ...older } = meta;
  const text = `{"snapshot":{"meta":${JSON.stringify(older)},"node_count":0,"edge_count":0},"nodes":[],"strings":[]}`;
  throws(() => graphOf(text, 100), /have no field "object_index"/);
});

test('suspended calls of this process are found, and who awaits them; of its strings none is kept', async () => {
  let open = (_: string) => {};
  const gate = new Promise<string>(resolve => {
    open = resolve;
  });
  const secret = `s3cret-${process.pid}`;
  async function innermost(word: string) {
    return word + (await gate);
  }
  async function outermost(word: string) {
    return await innermost(word);
  }
  const all = Array.from({ length: 7 }, () => outermost(secret));
  const file = writeHeapSnapshot(join(tmpdir(), `eddy-heap-${process.pid}.heapsnapshot`));
  const text = readFileSync(file, 'utf8');
  rmSync(file);
  const graph = graphOf(text, 65_537);
  const found = findSuspended(graph);
  const named = (name: string) => found.all.filter(one => one.name === name);
  deepEqual([named('innermost').length, named('outermost').length], [7, 7]);
  deepEqual(
    new Set(named('innermost').map(({ kind, isIdle }) => `${kind} ${isIdle}`)),
    new Set(['async function false']),
  );
  const outer = new Set(named('outermost').map(({ node }) => node));
  equal(
    named('innermost').every(({ node }) => outer.has(found.awaitedBy.get(node)?.[0] ?? -1)),
    true,
  );
  match(named('innermost')[0]?.place.script ?? '', /^\d+$/);
  equal(text.includes(secret), true);
  let kept = 0;
  for (let node = 0; node < graph.nodeCount; node++) if (graph.nameOf(node).includes(secret)) kept++;
  equal(kept, 0);
  open('!');
  equal(
    (await Promise.all(all)).every(one => one === `${secret}!`),
    true,
  );
});
