import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { openDebugger } from '../../testing/fake-debugger.ts';
import { plansTo } from '../../testing/fake-desk.ts';
import { RemoteDebugger } from './index.ts';

const turn = () => new Promise<void>(resolve => setImmediate(resolve));

test('A’s breakpoint stays A’s, though B opens while A awaits', async () => {
  const { remote, target } = openDebugger();
  target('a');
  const bIsOpen = Promise.withResolvers<void>();
  const aIsDone = Promise.withResolvers<void>();
  const a = remote.debugSession('A', {}, async session => {
    await bIsOpen.promise;
    await remote.setBreakpoint('shop.ts', 42);
    aIsDone.resolve();
    return session.probes.length;
  });
  const b = remote.debugSession('B', {}, async session => {
    bIsOpen.resolve();
    await aIsDone.promise;
    equal(remote.currentSession?.name, 'B');
    return session.probes.length;
  });
  deepEqual(await Promise.all([a, b]), [1, 0]);
});

test('the current session follows its context, however deep, and ends with it', async () => {
  const { remote } = openDebugger();
  equal(remote.currentSession, undefined);
  await remote.debugSession('outer', {}, async () => {
    await turn();
    const inner = remote.debugSession('inner', {}, async () => {
      await turn();
      return remote.currentSession?.name;
    });
    equal(remote.currentSession?.name, 'outer');
    equal(await inner, 'inner');
    equal(remote.currentSession?.name, 'outer');
  });
  equal(remote.currentSession, undefined);
  await rejects(remote.setBreakpoint('shop.ts', 1), { code: 'bad-usage', message: /No session is current here/ });
  const other = new RemoteDebugger();
  await remote.debugSession('mine', {}, async () => equal(other.currentSession, undefined));
});

test('every way out closes the session: return, throw, abort, its time, using, close, all', async () => {
  const { remote, target, engine, clock } = openDebugger({ limits: { sessionMs: 5000 } });
  target('a');
  const ends = () => remote.listSessions().map(({ end, active }) => [end, active]);
  const set = () => remote.setBreakpoint('shop.ts', 42);
  equal(await remote.debugSession('returns', {}, async () => (await set()).verified), true);
  await rejects(
    remote.debugSession('throws', {}, async () => {
      await set();
      throw new Error('of its own');
    }),
    /of its own/,
  );
  const abort = new AbortController();
  const started = Promise.withResolvers<void>();
  const aborted = remote.debugSession('aborted', { signal: abort.signal }, async session => {
    await set();
    started.resolve();
    await new Promise(resolve => session.signal.addEventListener('abort', resolve));
    throw new Error('nobody hears this');
  });
  await started.promise;
  abort.abort(new Error('enough'));
  await rejects(aborted, /enough/);
  {
    await using session = await remote.openSession('used');
    await session.run(set);
  }
  const late = await remote.openSession('late');
  await late.run(set);
  clock.advance(5000);
  await remote.waitFor('session-closed', { session: late.id, after: 0 });
  await (await remote.openSession('left')).run(set);
  await (await remote.openSession('closed')).close();
  equal(await remote.closeAllSessions(), 1);
  deepEqual(
    ends(),
    ['returned', 'threw', 'aborted', 'closed', 'timed-out', 'closed', 'closed'].map(end => [end, false]),
  );
  deepEqual(plansTo(engine, 'a').at(-1)?.probes, []);
  const [, threw] = remote.listSessions();
  equal(remote.getSessionInfo(threw!.id).end, 'threw');
});

test('a session that is closed while a breakpoint is on its way leaves none behind', async () => {
  const { remote, engine, target } = openDebugger();
  target('a');
  const session = await remote.openSession('ann');
  const set = session.run(() => remote.setBreakpoint('shop.ts', 42));
  const closed = session.close();
  await rejects(set, { code: 'closed' });
  await closed;
  deepEqual(plansTo(engine, 'a').at(-1)?.probes, []);
  await rejects(
    session.run(() => remote.setBreakpoint('shop.ts', 42)),
    { code: 'closed', message: /Session ann is closed/ },
  );
});

test('a name gives the session that is open, to each who enters; or one of its own, when told', async () => {
  const { remote } = openDebugger();
  const one = await remote.openSession('ann', { match: ['header:x-debug=ann'] });
  const same = await remote.openSession('ann');
  const own = await remote.openSession('ann', { reuse: false });
  deepEqual([one.id === same.id, one.id === own.id], [true, false]);
  await rejects(remote.openSession('ann', { match: ['path:/buy'] }), { code: 'refused' });
  await own.close();
  await one[Symbol.asyncDispose]();
  deepEqual([one.active, own.active], [true, false], 'another still has it open');
  await same[Symbol.asyncDispose]();
  equal(one.active, false);
  const again = await remote.openSession('ann');
  ok(again.active && again.id !== one.id);
  await again.close();
});

test('limits are told with what to do', async () => {
  const { remote, target } = openDebugger({ limits: { maxSessions: 1, maxProbesEach: 2 } });
  target('a');
  await rejects(remote.openSession('a name'), { code: 'bad-usage', message: /"a name" can be no session/ });
  await using session = await remote.openSession('ann');
  await rejects(remote.openSession('bob'), { code: 'refused', message: /maxSessions.*closeAllSessions/ });
  await session.run(async () => {
    const asked = [1, 2, 3].map(line => remote.setBreakpoint('shop.ts', line));
    await rejects(asked[2]!, { code: 'refused', message: /Session ann has 2 breakpoints/ });
    await Promise.all(asked.slice(0, 2));
    await rejects(remote.setBreakpoint('', 0), { code: 'bad-usage' });
    await rejects(remote.setBreakpoint('shop.ts', 1, { kind: 'log' }), { code: 'bad-usage', message: /log says what/ });
    equal(await remote.removeBreakpoint('shop.ts', 1), 1);
    await rejects(remote.removeBreakpoint('shop.ts', 1), { code: 'unknown-id', message: /It has: shop.ts:2/ });
    await remote.setBreakpoint('shop.ts', 3);
  });
});

test('what is set is told as it was observed', async () => {
  const { remote, target, engine } = openDebugger();
  target('a', {
    plan: ({ plan }) => ({
      bindings: plan.probes.map(({ id }) => ({
        ...{ probe: id, target: 'a', places: [], hits: 0 },
        ...(id === 'p1' ? { state: 'refused', reason: 'No code at line 7.' } : { state: 'waiting' }),
      })),
    }),
  });
  await using session = await remote.openSession('ann', { match: ['header:x-debug=ann'], metadata: { who: 'ann' } });
  const refused = await session.run(() => remote.setBreakpoint('shop.ts', 7, { condition: 'total > 2', hitCount: 3 }));
  deepEqual([refused.verified, refused.reason, refused.unanswered], [false, 'No code at line 7.', []]);
  const waiting = await session.run(() => remote.setBreakpoint('shop.ts', 8, { kind: 'snap' }));
  deepEqual([waiting.verified, waiting.bindings[0]?.state], [false, 'waiting']);
  const { probes, sessions } = plansTo(engine, 'a').at(-1)!;
  deepEqual(
    [probes[0]?.condition, probes[0]?.fromHit, probes[0]?.kind, sessions[0]?.match],
    ['total > 2', 3, 'hold', [{ by: 'header', name: 'x-debug', value: 'ann' }]],
  );
  const info = remote.getSessionInfo('ann');
  deepEqual([info.probes.length, info.metadata, info.active], [2, { who: 'ann' }, true]);
});

test('a target that is slow to answer is waited for, when told so', async () => {
  const { remote, target, event, clock } = openDebugger();
  target('a', { plan: () => new Promise(() => {}) });
  await using session = await remote.openSession('ann');
  const set = (withinMs?: number) =>
    session.run(() => remote.setBreakpoint('shop.ts', 42, withinMs === undefined ? {} : { withinMs }));
  const soon = set();
  await clock.advanceAsync(1000);
  deepEqual([(await soon).verified, (await soon).unanswered], [false, ['a']]);
  const patient = set(5000);
  await clock.advanceAsync(4000);
  event('probe-bound', 'p2', { state: 'bound', places: [] });
  deepEqual([(await patient).verified, (await patient).unanswered], [true, []]);
  const late = set(5000);
  await clock.advanceAsync(5000);
  deepEqual([(await late).verified, (await late).unanswered], [false, ['a']]);
  target('a');
});

test('statistics are of all sessions that were', async () => {
  const { remote, target, event } = openDebugger();
  target('a');
  await remote.debugSession('ann', {}, async session => {
    const { id } = await remote.setBreakpoint('shop.ts', 42, { kind: 'snap' });
    event('snap', id, { file: '/shop.ts', line: 42, function: 'buy' });
    event('snap', id);
    event('snap', 'p99');
    deepEqual([session.statistics.snaps, session.probes[0]?.hits], [2, 2]);
    deepEqual(session.events[1]?.place, { file: '/shop.ts', line: 42, function: 'buy' });
    deepEqual(remote.getStatistics().activeBreakpoints, 1);
  });
  await using _open = await remote.openSession('bob');
  deepEqual(remote.getStatistics(), {
    totalSessions: 2,
    activeSessions: 1,
    totalBreakpoints: 1,
    activeBreakpoints: 0,
    totalEvents: 5,
    events: { 'session-opened': 2, snap: 2, 'session-closed': 1 },
    handlers: 0,
    failedHandlers: 0,
    lostEvents: 0,
    droppedEvents: 0,
  });
});

test('after close nothing is opened; a name that is not known is told with those that are', async () => {
  const { remote } = openDebugger();
  await remote.openSession('ann');
  match(String(await remote.waitFor('held', { session: 'bob' }).catch(String)), /no session "bob"\. Open are: ann/);
  await Promise.all([remote.close(), remote.close()]);
  await rejects(remote.openSession('ann'), { code: 'closed' });
  await rejects(
    remote.debugSession('ann', {}, () => 1),
    { code: 'closed' },
  );
});
