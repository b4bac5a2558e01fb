import { deepEqual, match, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { fail } from '../../base/index.ts';
import { asker, binds, held, hold, openDesk } from '../../testing/fake-desk.ts';
import type { ControlAnswer } from '../../wire/protocol/index.ts';

test('a look at flows: who answers, who does not with what it last said, and nobody who has gone', async () => {
  const { ask, target, desk, engine } = openDesk();
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

test('for a list, of each flow only the functions that called no other are passed on', async () => {
  const { ask, target } = openDesk();
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

test('who follows hears of sessions that are opened and closed, and why', async () => {
  const { ask, follower, clock } = openDesk({ rules: { timeoutMs: 1000 } });
  const heard: unknown[] = [];
  await ask(
    'follow',
    { kinds: ['session-opened', 'session-closed'] },
    follower(({ kind, session, data }) => heard.push([kind, session, data.name, data.why])),
  );
  const owner = new AbortController();
  const opened = ['ann', 'bob', 'cho', 'dan'];
  for (const session of opened) {
    const own = session === 'bob' ? ({ own: true } as const) : {};
    await ask(
      'probe',
      { session, match: [], probes: [hold], limits: {}, ...own },
      follower(() => {}, owner.signal),
    );
  }
  owner.abort();
  await ask('unset', { what: 'ann' });
  await ask('unset', { what: 'cho' });
  clock.advance(1000);
  await ask('probe', { session: 'eve', match: [], probes: [hold], limits: {} });
  await ask('off', {});
  deepEqual(heard, [
    ...opened.map((name, at) => ['session-opened', `s${at + 1}`, name, undefined]),
    ['session-closed', 's2', 'bob', 'owner-gone'],
    ['session-closed', 's1', 'ann', 'unset'],
    ['session-closed', 's3', 'cho', 'unset'],
    ['session-closed', 's4', 'dan', 'timeout'],
    ['session-opened', 's5', 'eve', undefined],
    ['session-closed', 's5', 'eve', 'off'],
  ]);
});

test('who follows hears what sessions ask for, and what they no more ask for', async () => {
  const { ask, follower } = openDesk();
  const heard: unknown[] = [];
  const kinds = ['probe-set', 'probe-removed'] as const;
  await ask(
    'follow',
    { kinds },
    follower(({ kind, session, data }) => heard.push([kind, session, data.probe, data.spec])),
  );
  const { probes } = await ask('probe', { session: 'ann', match: [], probes: [hold, hold], limits: {} });
  await ask('unset', { what: 'p1' });
  await ask('off', {});
  deepEqual(heard, [
    ['probe-set', 's1', 'p1', probes[0]!.spec],
    ['probe-set', 's1', 'p2', probes[1]!.spec],
    ['probe-removed', 's1', 'p1', undefined],
  ]);
});

test('who follows hears the kinds that it wants until it is gone', async () => {
  const { ask, follower, event } = openDesk();
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

test('a connection that follows again hears each event once', async () => {
  const { ask, follower, event } = openDesk();
  const heard: string[] = [];
  const { signal } = new AbortController();
  for (const kinds of [['snap'], ['snap', 'log']] as const) {
    await ask(
      'follow',
      { kinds },
      follower(one => heard.push(one.kind), signal),
    );
  }
  event('a', 'snap', {});
  event('a', 'log', {});
  deepEqual(heard, ['snap', 'log']);
});

test('an unknown request is told', async () => {
  const { ask } = openDesk();
  await rejects(ask('hold' as never, {} as never), {
    code: 'bad-usage',
    message: /knows no "hold".*Did you mean holds/,
  });
  await rejects(ask('toString' as never, {} as never), { code: 'bad-usage' });
});

test('the audit says who did what and how it went, in the session that it concerns and in the report', async () => {
  const { ask, target, desk } = openDesk();
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
