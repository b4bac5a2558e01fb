import { deepEqual, equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { fail } from '../../base/index.ts';
import { binds, held, hold, openDesk, plain, plansTo, snap } from '../../testing/fake-desk.ts';
import { fakeInfo } from '../../testing/fake-target.ts';
import type { Binding } from '../../wire/protocol/index.ts';

test('a target is told nothing while nothing was asked for', () => {
  const { engine, target } = openDesk();
  target('a');
  deepEqual(engine.orders, []);
});

test('a probe is told to every target, and is bound when a target says so', async () => {
  const { ask, target, engine } = openDesk();
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

test('a target that comes later is told too, once', async () => {
  const { ask, target, engine, desk } = openDesk();
  const { probes } = await ask('probe', { ...plain, probes: [snap] });
  deepEqual([probes[0]?.bindings, probes[0]?.unanswered], [[], []]);
  target('a');
  desk.take({ say: 'target', target: fakeInfo('a') });
  equal(plansTo(engine, 'a').length, 1);
});

test('a reply waits a second for a target that is busy, and says so; its late answer counts', async () => {
  const { ask, target, clock } = openDesk();
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

test('what binds later, when its file is loaded, comes as an event', async () => {
  const { ask, target, event } = openDesk();
  target('a', { plan: binds({ state: 'waiting' }) });
  equal((await ask('probe', { ...plain, probes: [snap] })).probes[0]?.bindings[0]?.state, 'waiting');
  event('a', 'probe-bound', { probe: 'p1', state: 'bound', mechanism: 'gate', places: [], hits: 0 });
  const { sessions } = await ask('sessions', {});
  deepEqual(sessions[0]?.probes[0]?.bindings, [
    { probe: 'p1', target: 'a', state: 'bound', mechanism: 'gate', places: [], hits: 0 },
  ]);
});

test('a plan that a target cannot take is the refusal of its probes', async () => {
  const { ask, target } = openDesk();
  target('a', {
    plan: () => {
      throw fail('bad-expression', 'x +: unexpected end.');
    },
  });
  const { probes } = await ask('probe', { ...plain, probes: [snap] });
  deepEqual([probes[0]?.bindings[0]?.state, probes[0]?.bindings[0]?.reason], ['refused', 'x +: unexpected end.']);
});

test('sessions count their own hits alone, those of ended targets too', async () => {
  const { ask, target, event, desk } = openDesk();
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

test('the same session takes more probes; other matchers are refused and leave it as it is', async () => {
  const { ask } = openDesk();
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

test('observing only: no hold, no evaluate, no change; and no session of nothing is left', async () => {
  const { ask, target, desk } = openDesk({ observeOnly: true });
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

test('a session that is closed lets go what it held; what does not go is told', async () => {
  const { ask, target, engine } = openDesk();
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

test('one probe goes alone; off takes all away', async () => {
  const { ask, target } = openDesk();
  target('a');
  await ask('probe', { ...plain, session: 'ann', probes: [snap, snap] });
  await ask('probe', { ...plain, session: 'bob', probes: [snap] });
  deepEqual((await ask('unset', { what: 'p2' })).probes.length, 1);
  await rejects(ask('unset', { what: 'an' }), { code: 'unknown-id', message: /Did you mean ann/ });
  const { probes, sessions } = await ask('off', {});
  deepEqual([probes.map(({ id }) => id), sessions.length], [['p1', 'p3'], 2]);
  deepEqual(await ask('off', {}), { probes: [], sessions: [], unanswered: [], stillHeld: [] });
});

test('one that is busy is not asked what it holds: a probe is taken away without a second wait', async () => {
  const { ask, target, clock, engine } = openDesk();
  const { promise: never } = Promise.withResolvers<{ bindings: Binding[] }>();
  target('busy', { plan: () => never, holds: () => new Promise(() => {}) });
  target('free');
  const set = ask('probe', { ...plain, probes: [hold] });
  await clock.advanceAsync(1000);
  await set;
  const { unanswered } = await ask('unset', { what: 'p1' });
  deepEqual(unanswered, ['busy']);
  deepEqual(
    engine.orders.filter(({ name }) => name === 'holds').map(one => one.target),
    ['free'],
  );
});

test('a line is explained by the targets that are asked alone', async () => {
  const { ask, target } = openDesk();
  target('busy', { explain: () => new Promise(() => {}) });
  const explanation = { file: 'a.js', line: 3, gated: true, why: '', places: [], near: [] };
  target('free', { explain: () => explanation });
  const { targets } = await ask('explain', { file: 'a.js', line: 3, targets: ['free'] });
  deepEqual(targets, [{ target: 'free', explanation }]);
});

test('a probe that is taken away with `keep` stays in the plan, and acts no more; then it is gone', async () => {
  const { ask, target, engine } = openDesk();
  target('a');
  await ask('probe', { ...plain, probes: [hold] });
  await ask('unset', { what: 'p1', keep: true });
  await ask('unset', { what: 'p1' });
  deepEqual(
    plansTo(engine, 'a').map(({ probes }) => probes.map(({ retired }) => retired === true)),
    [[false], [true], []],
  );
});
