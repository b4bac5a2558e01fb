import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { flowsIn, sayFlows } from './awaited.ts';
import { isSameFile, marksIn, sayMark, seriesOf } from './marks.ts';
import { filesLike, namedFiles, typedPlace } from './named-files.ts';

const file = '/shop/src/shop.ts';
const place = (line: number) => ({ file, line, column: 3, function: 'buy' });
const bound = (target: string, line: number) => ({
  probe: 'p1',
  target,
  state: 'bound',
  mechanism: 'gate',
  places: [place(line)],
  hits: 1,
});
const refused = (target: string) => ({
  probe: 'p1',
  target,
  state: 'refused',
  reason: 'no async',
  near: [9, 12],
  places: [],
  hits: 0,
});

function session(id: string, openedAt: number, bindings: object[], more: object = {}) {
  const spec = { id: 'p1', session: id, kind: 'hold', place: { file: 'src/shop.ts', line: 41 } };
  return { id, name: id, match: [], openedAt, probes: [{ spec, bindings, unanswered: [], hits: 3, ...more }] } as never;
}

test('a mark stands where targets said that it is; else where it was asked for', () => {
  const [mark] = marksIn(file, [session('s1', 1, [bound('a', 42), refused('b')])]);
  deepEqual([mark?.line, mark?.state, mark?.hits, mark?.reasons], [42, 'bound', 3, ['no async']]);
  equal(sayMark(mark!), 'hold p1, bound, 3 hits');
  const [struck] = marksIn(file, [session('s1', 1, [refused('a'), refused('b')])]);
  deepEqual([struck?.line, struck?.state, struck?.near, struck?.reasons], [41, 'refused', [9, 12], ['no async']]);
  const [asked] = marksIn(file, [session('s1', 1, [refused('a')], { unanswered: ['b'] })]);
  equal(asked?.state, 'asked');
  deepEqual(marksIn('/other/shop.ts', [session('s1', 1, [bound('a', 42)])]), []);
});

test('a mark says what its condition came to', () => {
  const trouble = { why: 'nosuch is not defined', times: 4 };
  const said = (words: object) => {
    const spec = { id: 'p1', session: 's1', place: { file, line: 41 }, ...words };
    return sayMark(marksIn(file, [session('s1', 1, [bound('a', 42)], { spec, trouble })])[0]!);
  };
  equal(
    said({ kind: 'hold', condition: 'nosuch > 1' }),
    'hold p1 if nosuch > 1, bound, 3 hits. Its condition could not be evaluated, at least 4 times: nosuch is not defined',
  );
  equal(
    said({ kind: 'log', text: '{nosuch}' }),
    'log p1, bound, 3 hits. Its text could not be evaluated, at least 4 times: nosuch is not defined',
  );
});

test('closed sessions have no marks; the others keep their colour', () => {
  const closed = { ...(session('s1', 1, [bound('a', 42)]) as object), closedAt: 5 } as never;
  const open = session('s2', 2, [bound('a', 42)]);
  deepEqual(
    marksIn(file, [open, closed]).map(({ series }) => series),
    [2],
  );
  equal(seriesOf('s1', [open, closed]), 1);
});

test('a path or its end is the same file', () => {
  deepEqual(
    ['shop.ts', './src/shop.ts', 'file:///shop/src/shop.ts', 'op.ts', 'lib/shop.ts'].map(one => isSameFile(one, file)),
    [true, true, true, false, false],
  );
});

test('flows are counted where they are now', () => {
  const at = (line: number, state: string) => ({ file, line, state });
  const activity = { flows: [{ activations: [at(3, 'waiting')] }, { activations: [at(3, 'held'), at(7, 'yielded')] }] };
  const lines = flowsIn(file, [{ target: 'a', activity }, { target: 'b' }] as never);
  deepEqual(
    [...lines],
    [
      [3, { waiting: 1, held: 1, running: 0 }],
      [7, { waiting: 1, held: 0, running: 0 }],
    ],
  );
  equal(sayFlows(lines.get(3)!), '1 held, 1 waits here');
  const stands = [{ target: 'a', activity: { flows: [{ activations: [at(5, 'running')] }] } }] as never;
  equal(sayFlows(flowsIn(file, stands).get(5)!), '1 runs');
  equal(sayFlows(flowsIn(file, stands, new Set(['a'])).get(5)!), '1 held');
});

const none = { targets: [], flows: [], sessions: [], findings: [], holds: [], events: [] };

test('files are those that targets named, each once', () => {
  const targets = [{ id: 'a', argv: ['/usr/bin/node', '/shop/main.mjs', 'words'] }] as never;
  const flows = [
    { target: 'a', activity: { flows: [{ born: { file: '/shop/main.mjs' }, activations: [{ file: 'node:net' }] }] } },
  ] as never;
  const findings = [{ finding: { sites: { created: { file } } } }] as never;
  const events = [
    { target: 'a', data: { file: '/shop/hit.ts' } },
    { target: 'a', data: {} },
  ] as never;
  deepEqual(namedFiles({ ...none, targets, flows, findings, events }), [
    { file: '/shop/hit.ts', target: 'a' },
    { file: '/shop/main.mjs', target: 'a' },
    { file },
  ]);
});

test('the end of a path comes first, packages last', () => {
  const files = ['/a/node_modules/x/shop.ts', '/a/workshop.ts', '/a/shop.ts', '/a/shop-list.ts', '/b/else.ts'].map(
    file => ({ file }),
  );
  deepEqual(
    filesLike('shop.ts:12', files).map(one => one.file),
    ['/a/shop.ts', '/a/workshop.ts', '/a/node_modules/x/shop.ts'],
  );
  equal(filesLike('', files).length, 5);
  deepEqual([typedPlace('a.ts:12'), typedPlace('a.ts')], [{ file: 'a.ts', line: 12 }, { file: 'a.ts' }]);
});
