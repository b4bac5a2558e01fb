import { deepEqual, equal, rejects } from 'node:assert/strict';
import { test } from 'node:test';
import { openDebugger } from '../../testing/fake-debugger.ts';
import { held } from '../../testing/fake-desk.ts';
import type { DebugEvent, DebugSession } from './index.ts';

/** Two sessions with a snap each. */
async function two() {
  const fake = openDebugger();
  const { remote, target, event } = fake;
  target('a');
  const opened = async (name: string) => {
    const session: DebugSession = await remote.openSession(name);
    const { id } = await session.run(() => remote.setBreakpoint('shop.ts', 42, { kind: 'snap' }));
    return { session, hit: (n: number) => event('snap', id, { n }) };
  };
  return { ...fake, ann: await opened('ann'), bob: await opened('bob') };
}

const said = ({ sessionName, data }: DebugEvent) => `${sessionName}:${String(data.n)}`;
const turn = () => new Promise<void>(resolve => setImmediate(resolve));

test('handlers are called in order, each after the one before, and only their own session waits', async () => {
  const { remote, ann, bob } = await two();
  const heard: string[] = [];
  const open: (() => void)[] = [];
  remote.registerEventHandler('snap', async event => {
    heard.push(`first ${said(event)}`);
    if (event.sessionName === 'ann') await new Promise<void>(resolve => void open.push(resolve));
  });
  remote.registerEventHandler('*', event => void heard.push(`all ${said(event)}`));
  for (const n of [1, 2]) ann.hit(n);
  for (const n of [1, 2]) bob.hit(n);
  await turn();
  deepEqual(heard, ['first ann:1', 'first bob:1', 'all bob:1', 'first bob:2', 'all bob:2']);
  open.shift()?.();
  await turn();
  open.shift()?.();
  await remote.handled();
  deepEqual(heard.slice(5), ['all ann:1', 'first ann:2', 'all ann:2']);
});

test('a handler that fails is told of and counted, and stops nobody; one that was taken away hears no more', async () => {
  const { remote, ann, troubles } = await two();
  const heard: string[] = [];
  remote.registerEventHandler('snap', () => {
    throw new Error('at once');
  });
  remote.registerEventHandler('snap', () => Promise.reject(new Error('later')));
  const stop = remote.registerEventHandler('snap', event => void heard.push(said(event)));
  ann.hit(1);
  await remote.handled();
  stop();
  stop();
  ann.hit(2);
  await remote.handled();
  deepEqual(heard, ['ann:1']);
  deepEqual(
    troubles.map(({ error, event }) => [error.message, event && said(event)]),
    [1, 2].flatMap(n => [
      ['at once', `ann:${n}`],
      ['later', `ann:${n}`],
    ]),
  );
  deepEqual([remote.getStatistics().failedHandlers, remote.getStatistics().handlers], [4, 2]);
  deepEqual(remote.troubles.length, 4);
});

test('in a handler the event’s session is the current one, and it may close it', async () => {
  const { remote, ann } = await two();
  const names: (string | undefined)[] = [];
  remote.registerEventHandler('snap', async () => {
    names.push(remote.currentSession?.name);
    await remote.currentSession?.close();
  });
  remote.registerEventHandler('session-closed', () => void names.push(remote.currentSession?.name));
  ann.hit(1);
  await remote.waitFor('session-closed', { session: ann.session.id, after: 0 });
  await remote.handled();
  deepEqual(names, ['ann', 'ann']);
  equal(ann.session.active, false);
});

test('an event is waited for with a deadline, in one session or in any', async () => {
  const { remote, ann, bob, clock } = await two();
  const any = remote.waitFor('snap');
  const bobs = remote.waitFor('snap', { session: 'bob' });
  ann.hit(1);
  bob.hit(2);
  deepEqual([said(await any), said(await bobs)], ['ann:1', 'bob:2']);
  equal(said(await remote.waitFor('snap', { session: 'ann', after: 0 })), 'ann:1', 'one that is kept');
  const late = remote.waitFor('held', { session: 'ann', withinMs: 500 });
  clock.advance(500);
  await rejects(late, { code: 'deadline-passed', message: /"held" came within 500 ms/ });
  const abort = new AbortController();
  const aborted = remote.waitFor('held', { signal: abort.signal });
  abort.abort(new Error('enough'));
  await rejects(aborted, /enough/);
  const closed = rejects(remote.waitFor('held', { session: 'ann' }), { code: 'closed', message: /ann is closed/ });
  const ends = remote.waitFor('session-closed', { session: 'ann' });
  await ann.session.close();
  await closed;
  equal((await ends).data.end, 'closed');
  equal(clock.pending, 0);
});

test('what the desk tells before it answers is not lost, and what is another’s is not taken', async () => {
  const { remote, target, event } = openDebugger();
  const answer = Promise.withResolvers<void>();
  target('a', {
    async plan({ plan }) {
      await answer.promise;
      return {
        bindings: plan.probes.map(({ id }) => ({ probe: id, target: 'a', state: 'bound', places: [], hits: 1 })),
      };
    },
  });
  await using session = await remote.openSession('ann');
  const set = session.run(() => remote.setBreakpoint('shop.ts', 42, { kind: 'snap' }));
  await turn();
  event('snap', 'p1', { n: 1 }, { session: 's1' });
  event('snap', 'p7', { n: 7 }, { session: 's7' });
  answer.resolve();
  await set;
  event('snap', 'p1', { n: 2 }, { session: 's1' });
  deepEqual(session.events.filter(({ kind }) => kind === 'snap').map(said), ['ann:1', 'ann:2']);
  equal(session.probes[0]?.hits, 2);
});

test('held flows: only those of the session are seen, asked, stepped and let go', async () => {
  const { remote, target } = openDebugger();
  const resumed: string[] = [];
  let holds = [held('h1', { session: 's1', since: 2 }), held('h2', { session: 's2', since: 1, flow: 'a.3' })];
  target('a', {
    holds: () => ({ holds }),
    variables: ({ hold }) => ({ variables: [{ name: hold, value: 1, editable: false, own: true }] }),
    evaluate: ({ hold, expression }) => ({ value: `${expression} in ${hold}` }),
    resume({ hold }) {
      resumed.push(hold);
      holds = holds.filter(({ id }) => id !== hold);
      return { resumed: true, conflicts: [] };
    },
  });
  const ann = await remote.openSession('ann');
  await ann.run(async () => {
    await rejects(remote.getVariables(), { code: 'unknown-id', message: /No flow of session ann is held now/ });
    await remote.setBreakpoint('shop.ts', 42);
  });
  const bob = await remote.openSession('bob');
  await bob.run(() => remote.setBreakpoint('shop.ts', 42));
  await ann.run(async () => {
    deepEqual(
      (await remote.getHolds()).map(({ id }) => id),
      ['h1'],
    );
    equal(await remote.evaluateExpression('total'), 'total in h1');
    deepEqual((await remote.getVariables())[0]?.name, 'h1');
    deepEqual(await remote.getStackTrace(), []);
    await rejects(remote.evaluateExpression('total', { hold: 'h2' }), {
      code: 'unknown-id',
      message: /No flow "h2" of session ann.*Held are: h1/,
    });
    deepEqual(
      (await remote.continueExecution()).map(({ hold, resumed }) => [hold, resumed]),
      [['h1', true]],
    );
    deepEqual(await remote.continueExecution(), []);
  });
  equal(await remote.evaluateExpression('x', { session: 'bob', flow: 'a.3' }), 'x in h2');
  await remote.closeAllSessions();
  deepEqual(resumed, ['h1', 'h2'], 'what a session held goes on with its end');
});

test('a session that the hub closes is closed', async () => {
  const { remote, desk } = openDebugger();
  const session = await remote.openSession('ann');
  const other = await remote.openSession('bob');
  await session.run(() => remote.setBreakpoint('shop.ts', 42));
  const ended = remote.waitFor('session-closed', { session: session.id });
  await desk.ask('off', {});
  equal((await ended).data.end, 'closed-by-hub');
  deepEqual([session.active, other.active], [false, true], 'the hub knew nothing of the other');
});

test('a hub that goes ends every session', async () => {
  const gone = Promise.withResolvers<void>();
  const { desk } = openDebugger();
  const { remote } = openDebugger({
    desk: {
      ask: (name, ask) => desk.ask(name, ask),
      follow: (kinds, to) => desk.follow(kinds, to),
      ended: gone.promise,
    },
  });
  const session = await remote.openSession('ann');
  const ended = remote.waitFor('session-closed', { session: session.id });
  gone.resolve();
  equal((await ended).data.end, 'hub-gone');
  equal(session.active, false);
});
