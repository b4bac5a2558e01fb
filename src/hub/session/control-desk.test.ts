import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { fail } from '../../base/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { FakeEngine, type FakeTargetAnswers } from '../../testing/fake-engine.ts';
import { fakeInfo } from '../../testing/fake-target.ts';
import type {
  Binding,
  ControlAnswer,
  ControlAsk,
  ControlName,
  EddyEvent,
  EventKind,
  Hold,
  Plan,
  ProbeWords,
} from '../../wire/protocol/index.ts';
import { ControlDesk } from './control-desk.ts';

const asker = { pid: 7, uid: 1000, as: 'test' };
const card = { version: 1, pid: 1, words: ['shop.ts'], cwd: '/', started: 1 };

function open(_t: TestContext, { observeOnly = false } = {}) {
  const engine = new FakeEngine();
  const clock = new FakeClock();
  const desk = new ControlDesk({ engine, run: card, observeOnly, clock });
  const follower = (tell: (event: EddyEvent) => void = () => {}, gone = new AbortController().signal) => ({
    tell,
    gone,
  });
  let seq = 0;
  return {
    engine,
    clock,
    desk,
    follower,
    ask: <N extends ControlName>(name: N, ask: ControlAsk<N>, as = follower()): Promise<ControlAnswer<N>> =>
      desk.call({ id: 1, do: name, ask } as never, asker, as) as Promise<ControlAnswer<N>>,
    target(id: string, answers: FakeTargetAnswers = { plan: binds() }) {
      engine.targets.set(id, answers);
      desk.take({ say: 'target', target: fakeInfo(id) });
      return answers;
    },
    event(target: string, kind: EventKind, data: Record<string, unknown>, more: Partial<EddyEvent> = {}) {
      desk.take({ say: 'event', event: { seq: ++seq, at: 1, kind, target, data, ...more } });
    },
  };
}

/** Binds every probe of the plan. */
function binds(more: Partial<Binding> = {}): (ask: { plan: Plan }) => { bindings: Binding[] } {
  return ({ plan }) => ({
    bindings: plan.probes.map(({ id }) => ({
      probe: id,
      target: '',
      state: 'bound',
      mechanism: 'gate',
      places: [],
      hits: 0,
      ...more,
    })),
  });
}

function held(id: string, more: Partial<Hold> = {}): Hold {
  return {
    id,
    target: 'a',
    probe: 'p1',
    session: 's1',
    kind: 'hold',
    flow: 'a.2',
    flowName: 'GET /buy',
    place: { file: '/shop.ts', line: 42, column: 3, function: 'buy' },
    since: 1,
    stack: [],
    holds: [],
    waiters: [],
    ...more,
  };
}

const snap: ProbeWords = { kind: 'snap', place: { file: 'shop.ts', line: 42 } };
const hold: ProbeWords = { ...snap, kind: 'hold' };
const plain = { match: [], limits: {} };

function plansTo(engine: FakeEngine, target: string): Plan[] {
  return engine.orders
    .filter(one => one.target === target && one.name === 'plan')
    .map(({ ask }) => (ask as { plan: Plan }).plan);
}

test('a target is told nothing while nothing was asked for', t => {
  const { engine, target } = open(t);
  target('a');
  deepEqual(engine.orders, []);
});

test('a probe is told to every target, and is bound when a target says so', async t => {
  const { ask, target, engine } = open(t);
  target('a');
  target('b', { plan: binds({ state: 'refused', reason: 'No statement there.' }) });
  const { session, probes } = await ask('probe', { ...plain, probes: [snap] });
  deepEqual(session, { id: 's1', name: 'main', match: [] });
  deepEqual(
    probes[0]?.bindings.map(one => [one.target, one.state, one.reason]),
    [
      ['a', 'bound', undefined],
      ['b', 'refused', 'No statement there.'],
    ],
  );
  deepEqual(
    plansTo(engine, 'a').map(({ revision, probes }) => [revision, probes.length]),
    [[1, 1]],
  );
});

test('a target that comes later is told too, once', async t => {
  const { ask, target, engine, desk } = open(t);
  const { probes } = await ask('probe', { ...plain, probes: [snap] });
  deepEqual([probes[0]?.bindings, probes[0]?.unanswered], [[], []]);
  target('a');
  desk.take({ say: 'target', target: fakeInfo('a') });
  equal(plansTo(engine, 'a').length, 1);
});

test('a reply waits a second for a target that is busy, and says so; its late answer counts', async t => {
  const { ask, target, clock } = open(t);
  const { promise, resolve } = Promise.withResolvers<{ bindings: Binding[] }>();
  target('a', { plan: () => promise });
  const asked = ask('probe', { ...plain, probes: [snap] });
  await clock.advanceAsync(1000);
  const { probes } = await asked;
  deepEqual([probes[0]?.bindings, probes[0]?.unanswered], [[], ['a']]);
  resolve({ bindings: [{ probe: 'p1', target: 'a', state: 'bound', places: [], hits: 0 }] });
  await clock.advanceAsync(0);
  const [session] = (await ask('sessions', {})).sessions;
  deepEqual([session?.probes[0]?.bindings.length, session?.probes[0]?.unanswered], [1, []]);
});

test('what binds later, when its file is loaded, comes as an event', async t => {
  const { ask, target, event } = open(t);
  target('a', { plan: binds({ state: 'waiting' }) });
  equal((await ask('probe', { ...plain, probes: [snap] })).probes[0]?.bindings[0]?.state, 'waiting');
  event('a', 'probe-bound', { probe: 'p1', state: 'bound', mechanism: 'gate', places: [], hits: 0 });
  const { sessions } = await ask('sessions', {});
  deepEqual(sessions[0]?.probes[0]?.bindings, [
    { probe: 'p1', target: 'a', state: 'bound', mechanism: 'gate', places: [], hits: 0 },
  ]);
});

test('a plan that a target cannot take is the refusal of its probes', async t => {
  const { ask, target } = open(t);
  target('a', {
    plan: () => {
      throw fail('bad-expression', 'x +: unexpected end.');
    },
  });
  const { probes } = await ask('probe', { ...plain, probes: [snap] });
  deepEqual([probes[0]?.bindings[0]?.state, probes[0]?.bindings[0]?.reason], ['refused', 'x +: unexpected end.']);
});

test('sessions count their own hits alone, those of ended targets too', async t => {
  const { ask, target, event, desk } = open(t);
  target('a');
  await ask('probe', { ...plain, session: 'ann', probes: [snap] });
  await ask('probe', { ...plain, session: 'bob', probes: [{ ...snap, kind: 'log', text: 'x' }] });
  event('a', 'snap', { probe: 'p1' }, { session: 's1' });
  event('a', 'snap', { probe: 'p1' }, { session: 's1' });
  event('a', 'log', { probe: 'p2', text: 'x' });
  event('a', 'flow-started', {});
  desk.take({ say: 'end', target: 'a', at: 1, info: fakeInfo('a') });
  const [ann, bob] = (await ask('sessions', {})).sessions;
  deepEqual([ann?.statistics.snaps, ann?.statistics.logs, ann?.events.length], [2, 0, 2]);
  deepEqual([bob?.statistics.snaps, bob?.statistics.logs, bob?.events.length], [0, 1, 1]);
  deepEqual([ann?.probes[0]?.hits, ann?.probes[0]?.bindings], [2, []]);
});

test('the same session takes more probes; other matchers are refused and leave it as it is', async t => {
  const { ask } = open(t);
  const byHeader = [{ by: 'header', name: 'x', value: '1' }] as const;
  await ask('probe', { ...plain, session: 'ann', match: byHeader, probes: [snap] });
  await ask('probe', { ...plain, session: 'ann', match: byHeader, probes: [snap] });
  await ask('probe', { ...plain, session: 'ann', probes: [snap] });
  await rejects(ask('probe', { ...plain, session: 'ann', match: [{ by: 'method', verb: 'GET' }], probes: [snap] }), {
    code: 'refused',
    message: /Session ann is open already, with header:x=1\./,
  });
  const { sessions } = await ask('sessions', {});
  deepEqual(
    sessions.map(({ name, match, probes }) => [name, match.length, probes.length]),
    [['ann', 1, 3]],
  );
});

test('observing only: no hold, no evaluate, no change; and no session of nothing is left', async t => {
  const { ask, target, desk } = open(t, { observeOnly: true });
  target('a', { plan: binds(), holds: () => ({ holds: [held('h1')] }) });
  await rejects(ask('probe', { ...plain, probes: [hold] }), { code: 'observe-only' });
  await rejects(ask('probe', { match: [], limits: { allowSideEffects: true }, probes: [snap] }), {
    code: 'observe-only',
  });
  equal(desk.book.listing(), undefined);
  await rejects(ask('evaluate', { hold: 'h1', expression: 'x' }), { code: 'observe-only' });
  await rejects(ask('set', { hold: 'h1', name: 'x', expression: '1' }), { code: 'observe-only' });
  await ask('probe', { ...plain, probes: [snap] });
  equal(desk.book.plan.observeOnly, true);
});

test('the targets of holds are found, whoever holds them', async t => {
  const { ask, target } = open(t);
  target('a', { holds: () => ({ holds: [held('h1', { since: 2 })] }), variables: () => ({ variables: [] }) });
  target('b', {
    holds: () => ({ holds: [held('h2', { since: 1 })] }),
    evaluate: ({ expression }) => ({ value: expression }),
  });
  target('c', {});
  const { holds, silent } = await ask('holds', {});
  deepEqual(
    holds.map(({ id, target }) => [id, target]),
    [
      ['h2', 'b'],
      ['h1', 'a'],
    ],
  );
  deepEqual(
    silent.map(({ target, error }) => [target, error?.code]),
    [['c', 'no-answer']],
  );
  deepEqual(await ask('evaluate', { hold: 'h2', expression: 'total' }), { value: 'total' });
});

test('a hold that is not there: the others are named; where a thread is silent, that is said', async t => {
  const { ask, target } = open(t);
  target('a', { holds: () => ({ holds: [held('h1')] }) });
  await rejects(ask('variables', { hold: 'h9' }), { code: 'unknown-id', message: /"h9".*Held are: h1/ });
  target('b', {});
  await rejects(ask('variables', { hold: 'h9' }), { code: 'no-answer', message: /Whether h9 is held is not known/ });
});

test('resuming all tells each; a conflict stays held', async t => {
  const { ask, target } = open(t);
  target('a', {
    holds: () => ({ holds: [held('h1'), held('h2')] }),
    resume: ({ hold, force }) =>
      hold === 'h1' || force ? { resumed: true, conflicts: [] } : { resumed: false, conflicts: ['total'] },
  });
  deepEqual((await ask('resume', {})).holds, [
    { hold: 'h1', target: 'a', resumed: true, conflicts: [] },
    { hold: 'h2', target: 'a', resumed: false, conflicts: ['total'] },
  ]);
  deepEqual((await ask('resume', { hold: 'h2', force: true })).holds[0]?.resumed, true);
});

test('a step answers with the place to which it came', async t => {
  const { ask, target, clock } = open(t);
  let now: Hold[] = [held('h1')];
  const next = held('h2', { since: 9, place: { file: '/shop.ts', line: 43, column: 3, function: 'buy' } });
  target('a', {
    holds: () => ({ holds: now }),
    resume: () => {
      now = [held('h7', { flow: 'a.9' })];
      clock.after(30, () => {
        now = [...now, next];
      });
      return { resumed: true, conflicts: [] };
    },
  });
  const stepped = ask('step', { hold: 'h1', step: 'over' });
  await clock.advanceAsync(100);
  deepEqual(await stepped, { resumed: true, conflicts: [], next });
});

test('a step that comes to no place in time says that it is under way', async t => {
  const { ask, target, clock } = open(t);
  let now: Hold[] = [held('h1')];
  target('a', {
    holds: () => ({ holds: now }),
    resume: () => {
      now = [];
      return { resumed: true, conflicts: [] };
    },
  });
  const stepped = ask('step', { hold: 'h1', step: 'out' });
  await clock.advanceAsync(3000);
  deepEqual(await stepped, { resumed: true, conflicts: [] });
});

test('a session that is closed lets go what it held; what does not go is told', async t => {
  const { ask, target, engine } = open(t);
  const left = [held('h1'), held('h2'), held('h3', { probe: 'p9' })];
  const resumed: string[] = [];
  target('a', {
    plan: binds(),
    holds: () => ({ holds: left }),
    resume: ({ hold }) => {
      resumed.push(hold);
      return hold === 'h1' ? { resumed: true, conflicts: [] } : { resumed: false, conflicts: ['x'] };
    },
  });
  await ask('probe', { ...plain, session: 'ann', probes: [hold, snap] });
  const removed = await ask('unset', { what: 'ann' });
  deepEqual(
    [
      removed.probes.map(({ id }) => id),
      removed.sessions.map(({ name }) => name),
      removed.stillHeld.map(({ id }) => id),
    ],
    [['p1', 'p2'], ['ann'], ['h2']],
  );
  deepEqual(resumed, ['h1', 'h2']);
  deepEqual(
    plansTo(engine, 'a').map(({ revision, sessions, probes }) => [revision, sessions.length, probes.length]),
    [
      [1, 1, 2],
      [2, 0, 0],
    ],
  );
  await rejects(ask('unset', { what: 'ann' }), { code: 'unknown-id' });
});

test('one probe goes alone; off takes all away', async t => {
  const { ask, target } = open(t);
  target('a');
  await ask('probe', { ...plain, session: 'ann', probes: [snap, snap] });
  await ask('probe', { ...plain, session: 'bob', probes: [snap] });
  deepEqual((await ask('unset', { what: 'p2' })).probes.length, 1);
  await rejects(ask('unset', { what: 'an' }), { code: 'unknown-id', message: /Did you mean ann/ });
  const { probes, sessions } = await ask('off', {});
  deepEqual([probes.map(({ id }) => id), sessions.length], [['p1', 'p3'], 2]);
  deepEqual(await ask('off', {}), { probes: [], sessions: [], unanswered: [], stillHeld: [] });
});

test('a look at flows: who answers, who does not with what it last said, and nobody who has gone', async t => {
  const { ask, target, desk, engine } = open(t);
  const activity = { target: 'a', at: 5, flows: [], liveActivations: 0, cut: false };
  target('a', { activity: () => activity });
  target('b', {});
  target('c', {});
  engine.targets.delete('c');
  const flows = { total: 1, live: 1, items: [{ id: 'b.1' }], dropped: 0 };
  desk.take({
    say: 'state',
    target: 'b',
    at: 3,
    state: { sections: { flows }, system: {}, findings: [], dropped: {} },
  });
  const { targets } = await ask('flows', {});
  deepEqual(
    targets.map(one => [one.target, one.activity?.at, one.error?.code, one.last?.at]),
    [
      ['a', 5, undefined, undefined],
      ['b', undefined, 'no-answer', 3],
    ],
  );
  deepEqual((await ask('flows', { flows: ['a.1'] })).targets.length, 1, 'only the flow’s own target is asked');
});

test('for a list, of each flow only the functions that called no other are passed on', async t => {
  const { ask, target } = open(t);
  const at = { function: 'f', file: '/a', line: 1, column: 1, async: true, state: 'waiting', forMs: 1 } as const;
  const activations = [
    { ...at, id: 1 },
    { ...at, id: 2, caller: 1 },
    { ...at, id: 3, caller: 1 },
    { ...at, id: 4, caller: 3 },
  ];
  const flow = { id: 'a.1', name: 'x', kind: 'flow', state: 'waiting', startedAt: 1, holds: [], sessions: [] } as const;
  const activity = { target: 'a', at: 5, flows: [{ ...flow, activations }], liveActivations: 4, cut: false };
  target('a', { activity: () => activity });
  const ids = async (leavesOnly: boolean) =>
    (await ask('flows', { leavesOnly })).targets[0]?.activity?.flows[0]?.activations.map(({ id }) => id);
  deepEqual(
    [await ids(true), await ids(false)],
    [
      [2, 4],
      [1, 2, 3, 4],
    ],
  );
});

test('who follows hears the kinds that it wants until it is gone', async t => {
  const { ask, follower, event } = open(t);
  const heard: string[] = [];
  const gone = new AbortController();
  await ask(
    'follow',
    { kinds: ['snap'] },
    follower(one => heard.push(one.kind), gone.signal),
  );
  event('a', 'snap', {});
  event('a', 'flow-started', {});
  gone.abort();
  event('a', 'snap', {});
  deepEqual(heard, ['snap']);
});

test('an unknown request is told', async t => {
  const { ask } = open(t);
  await rejects(ask('hold' as never, {} as never), {
    code: 'bad-usage',
    message: /knows no "hold".*Did you mean holds/,
  });
  await rejects(ask('toString' as never, {} as never), { code: 'bad-usage' });
});

test('the audit says who did what and how it went, in the session that it concerns and in the report', async t => {
  const { ask, target, desk } = open(t);
  target('a', {
    plan: binds(),
    holds: () => ({ holds: [held('h1')] }),
    evaluate: () => ({ value: 1 }),
    set: () => {
      throw fail('not-editable', 'total cannot be changed.');
    },
    resume: () => ({ resumed: true, conflicts: [] }),
  });
  desk.begin({ probes: [hold], session: 'ann', match: [], limits: {} }, { ...asker, as: 'eddy run' });
  await ask('evaluate', { hold: 'h1', expression: 'total' });
  await rejects(ask('set', { hold: 'h1', name: 'total', expression: '1' }), { code: 'not-editable' });
  await ask('unset', { what: 'p1' });
  const listing = desk.book.listing();
  const [session] = (listing?.items ?? []) as unknown as ControlAnswer<'sessions'>['sessions'];
  deepEqual(
    session?.audit.map(({ as, did, what, error }) => [as, did, what, error]),
    [
      ['eddy run', 'open', 'ann', undefined],
      ['eddy run', 'probe', 'p1: hold shop.ts:42', undefined],
      ['test', 'evaluate', 'h1: total', undefined],
      ['test', 'set', 'h1: total = 1', 'total cannot be changed.'],
      ['test', 'unset', 'p1', undefined],
    ],
  );
  match(String(session?.audit[0]?.pid), /7/);
});
