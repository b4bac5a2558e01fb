import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import type { ActivationLine, ControlAnswer, EddyEvent } from '../../src/wire/protocol/index.ts';
import { FakePage, state } from '../model/fake-page.ts';
import { FlowBook, groupFindings, Model } from '../model/index.ts';
import { activationRows } from './activation-tree.ts';
import { belongingsOf } from './belongings.ts';
import { cancellationsOf } from './cancellations.ts';
import { concerns, eventWords } from './event-words.ts';
import { familyOf } from './family.ts';
import { FlowDiary } from './flow-diary.ts';
import { nextPlaces } from './next-places.ts';
import { othersOf } from './own-probes.ts';
import { searchFlows } from './search-flows.ts';

function activation(id: number, caller?: number, more: Partial<ActivationLine> = {}): ActivationLine {
  const base = { function: `f${id}`, file: '/a.ts', line: id * 10, column: 1, async: true, state: 'waiting' } as const;
  return { id, ...base, ...(caller === undefined ? {} : { caller }), ...more };
}

function event(kind: EddyEvent['kind'], data: EddyEvent['data'], more: Partial<EddyEvent> = {}): EddyEvent {
  return { seq: 1, at: 5, kind, target: 'a', data, ...more };
}

test('activations stand below who called them, in their order', () => {
  const rows = activationRows([activation(1), activation(2, 1), activation(3), activation(4, 2), activation(5, 1)]);
  deepEqual(
    rows.map(({ line, depth, isLeaf }) => [line.id, depth, isLeaf]),
    [
      [1, 0, false],
      [2, 1, false],
      [4, 2, true],
      [5, 1, true],
      [3, 0, true],
    ],
  );
  // A caller that is not listed, and a ring.
  deepEqual(
    activationRows([activation(7, 99), activation(8, 9), activation(9, 8)]).map(({ line }) => line.id),
    [7],
  );
});

test('what reports say of a flow, and of no other', () => {
  const listing = (items: Record<string, unknown>[]) => ({ total: 0, live: 0, dropped: 0, items });
  const lock = { name: 'm', holders: [{ flow: 'a.2', forMs: 3 }], waiters: [{ flow: 'a.3' }, { flow: 'a.2' }] };
  const found = belongingsOf(
    [
      { locks: listing([lock]), scopes: listing([{ flow: 'a.2', name: 's' }, { flow: 'a.3' }]) },
      { flows: listing([{ id: 'a.2', name: 'buy' }]), locks: listing([{ name: 'odd', holders: 'none' }]) },
    ],
    'a.2',
  );
  deepEqual([found.held.length, found.wanted.length, found.scopes.length, found.flow?.name], [1, 1, 1, 'buy']);
  equal(found.held[0]?.ticket.forMs, 3);
  equal(found.task, undefined);
});

test('parents up to the first, children with those alive before', () => {
  const flows = new FlowBook();
  const start = (id: string, parent?: string) =>
    flows.take(
      event('flow-started', { name: id, kind: 'task', ...(parent === undefined ? {} : { parent }) }, { flow: id }),
    );
  start('a.1');
  start('a.2', 'a.1');
  start('a.3', 'a.2');
  start('a.4', 'a.2');
  start('b.3', 'b.2');
  flows.take(event('flow-ended', { outcome: 'done' }, { flow: 'a.4' }));
  start('a.5', 'a.2');
  const { children, childCount } = familyOf(flows, 'a.2');
  deepEqual(
    children.map(({ id }) => id),
    ['a.5', 'a.3', 'a.4'],
  );
  equal(childCount, 3);
  deepEqual(
    familyOf(flows, 'a.3').ancestors.map(({ id }) => id),
    ['a.2', 'a.1'],
  );
  equal(familyOf(flows, 'x.9').childCount, 0);
});

test('events in words, and which belong to a flow', () => {
  equal(eventWords(event('lock-released', { lock: 'Mutex 1', heldMs: 1200 })), 'released Mutex 1 after 1.2 s');
  equal(eventWords(event('held', { file: '/shop/a.ts', line: 3 })), 'held at shop/a.ts:3');
  equal(eventWords(event('probe-bound', {})), 'probe bound');
  equal(concerns(event('scope-cancelled', { by: 'a.2' }, { flow: 'a.9' }), 'a.2'), true);
  equal(concerns(event('flow-started', { parent: 'a.2' }, { flow: 'a.9' }), 'a.2'), true);
  equal(concerns(event('snap', {}, { flow: 'a.22' }), 'a.2'), false);
});

test('who cancelled it: of its scopes, of events that tell of others, of findings', () => {
  const site = { file: '/a.ts', line: 4, column: 1, function: 'stop', flow: 'a.7', stack: [] };
  const [group] = groupFindings([
    {
      ...{ kind: 'cancel-ignored', severity: 'warning', message: 'still runs', count: 1, firstAt: 9, lastAt: 9 },
      ...{
        flows: [
          { id: 'a.2', name: 'buy' },
          { id: 'a.7', name: 'stopper' },
        ],
        sites: { cancelled: site },
        hint: '',
      },
    } as const,
  ]);
  const scope = { id: 3, name: 's', cancelCalled: true, cancelled: 'by flow "x (y)" (a.6): late', cancelledAt: 8 };
  const events = [
    event('scope-cancelled', { id: 3, name: 's', by: 'a.6' }, { flow: 'a.2' }),
    event('scope-cancelled', { id: 4, name: 't', why: 'by its deadline' }, { flow: 'a.2' }),
  ];
  const found = cancellationsOf('a.2', {
    belongings: { task: undefined, scopes: [scope] },
    findings: [group!],
    events,
  });
  deepEqual(
    found.map(({ by, byName, text }) => [by, byName, text]),
    [
      ['a.6', undefined, 'scope “s” was cancelled by flow "x (y)" (a.6): late'],
      [undefined, undefined, 'scope “t” was cancelled by its deadline'],
      ['a.7', 'stopper', 'still runs'],
    ],
  );
  // What is listed anyway gets from its finding where it was asked.
  const asked = { ...scope, cancelled: 'by flow "stopper" (a.7)' };
  const [merged, ...others] = cancellationsOf('a.2', {
    belongings: { task: undefined, scopes: [asked] },
    findings: [group!],
    events: [],
  });
  deepEqual([merged?.place?.line, merged?.finding, others.length], [4, group!.key, 0]);
});

/** A source whose gates are on these lines, each in the function that is said. */
function explainer(gates: Readonly<Record<number, string>>) {
  const lines = Object.keys(gates).map(Number);
  return async ({ file, line }: { file: string; line: number }): Promise<ControlAnswer<'explain'>> => {
    // As a target says it: a line without a statement of its own has the gate before it.
    const place = lines.includes(line) ? line : undefined;
    const near = lines.toSorted((a, b) => Math.abs(a - line) - Math.abs(b - line)).slice(0, 3);
    const at = { column: 1, kind: 'async', runs: { file, line, column: 1 } };
    const places = place === undefined ? [] : [{ line: place, function: gates[place]!, ...at }];
    return {
      targets: [{ target: 'a', explanation: { file, line, gated: place !== undefined, why: '', places, near } }],
    };
  };
}

test('the next place is the next line of the same function, else the same line again and the caller’s next', async () => {
  const leaf = activation(1, 2, { function: 'check', line: 10 });
  const caller = activation(2, undefined, { function: 'audit', line: 20 });
  const explain = explainer({ 10: 'check', 12: 'inner', 14: 'check', 20: 'audit', 23: 'audit' });
  deepEqual(await nextPlaces([caller, leaf], 'a', explain), [{ file: '/a.ts', line: 14 }]);
  const short = explainer({ 10: 'check', 20: 'audit', 23: 'audit' });
  deepEqual(await nextPlaces([caller, leaf], 'a', short), [
    { file: '/a.ts', line: 10 },
    { file: '/a.ts', line: 23 },
  ]);
  deepEqual(await nextPlaces([], 'a', short), []);
});

test('a diary has each event once, in its order, whether kept, remembered or new', async () => {
  const started = event('flow-started', {}, { seq: 1, at: 1, flow: 'a.2' });
  const held = event('held', { hold: 'h1' }, { seq: 3, at: 3, flow: 'a.2' });
  const page = new FakePage({
    events: () => ({
      events: [started, held].map(one => ({ cursor: 1, run: 'r1', event: one })),
      cursor: 1,
      more: false,
    }),
    status: () => ({ store: { kind: 'memory' }, runs: [] }),
    ...{ holds: () => ({ holds: [] }), flows: () => ({ targets: [] }), sessions: () => ({ sessions: [] }) },
  });
  const model = new Model(page);
  model.take({ say: 'state', state: state(), lost: 0 });
  model.take({ say: 'events', events: [held] });
  const diary = new FlowDiary(model, 'a.2');
  await page.pass(0);
  const later = event('lock-acquired', {}, { seq: 5, at: 5, flow: 'a.2' });
  const other = event('lock-acquired', {}, { seq: 4, at: 4, flow: 'a.3' });
  model.take({ say: 'events', events: [other, later] });
  await page.pass(1_000);
  deepEqual(
    diary.events.value.map(({ seq }) => seq),
    [1, 3, 5],
  );
  deepEqual(diary.kept.value, { how: 'all', count: 2 });
  diary.close();
  model.close();
});

test('a diary that is opened late has what the page heard before', async () => {
  const status = () => ({ store: { kind: 'none' }, runs: [] });
  const page = new FakePage({ status, flows: () => ({ targets: [] }), holds: () => ({ holds: [] }) });
  const model = new Model(page);
  model.take({ say: 'state', state: state(), lost: 0 });
  await page.pass(0);
  const started = event('flow-started', { name: 'x' }, { seq: 1, at: 1, flow: 'a.2' });
  const child = event('flow-started', { name: 'y', parent: 'a.2' }, { seq: 2, at: 2, flow: 'a.3' });
  const other = event('lock-acquired', {}, { seq: 3, at: 3, flow: 'a.3' });
  const cancelled = event('scope-cancelled', { by: 'a.2' }, { seq: 4, at: 4, flow: 'a.3' });
  model.take({ say: 'events', events: [started, child, other, cancelled] });
  const diary = new FlowDiary(model, 'a.2');
  deepEqual(
    diary.events.value.map(({ seq }) => seq),
    [1, 2, 4],
  );
  await page.pass(0);
  diary.close();
  model.close();
});

test('a diary says why nothing was kept, and is bounded', async () => {
  const status = () => ({ store: { kind: 'none' }, runs: [] });
  const page = new FakePage({ status, flows: () => ({ targets: [] }), holds: () => ({ holds: [] }) });
  const model = new Model(page);
  model.take({ say: 'state', state: state(), lost: 0 });
  const diary = new FlowDiary(model, 'a.2');
  await page.pass(0);
  equal(diary.kept.value.how, 'none');
  equal(page.countOf('events'), 0);
  const many = Array.from({ length: 5_100 }, (_, at) => event('log', {}, { seq: at + 1, at, flow: 'a.2' }));
  model.take({ say: 'events', events: many });
  await page.pass(1_000);
  deepEqual([diary.events.value.length, diary.dropped, diary.events.value[0]?.seq], [5_000, 100, 101]);
  diary.close();
  model.close();
});

test('flows by words of their name, or by id', () => {
  const flows = new FlowBook();
  const start = (id: string, name: string) => flows.take(event('flow-started', { name, kind: 'task' }, { flow: id }));
  start('a.1', 'GET /Buy');
  start('a.2', 'print');
  start('b.3', 'GET /buy');
  const find = (text: string, most = 9) => searchFlows({ flows, isShown: target => target === 'a' }, text, most);
  deepEqual(
    ['buy', 'a.2', '', 'nothing'].map(text => find(text).map(({ id }) => id)),
    [['a.1'], ['a.2'], ['a.2', 'a.1'], []],
  );
  equal(find('', 1).length, 1);
});

test('of probes that were set together the first hit ends the others, and no probe of somebody else’s', () => {
  deepEqual(othersOf(['p1', 'p2'], event('held', { probe: 'p2' })), ['p1']);
  deepEqual(othersOf(['p1', 'p2'], event('held', { probe: 'p9' })), []);
  deepEqual(othersOf([], event('held', {})), []);
});
