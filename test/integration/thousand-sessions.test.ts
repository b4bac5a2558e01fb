// A thousand sessions at once over one real program, each over the run's control socket: each gets its own hits and no other.
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { RemoteDebugger } from '../../src/hub/debugger/index.ts';
import { add, openMany } from './open-many.ts';

const count = 1000;

test('a thousand sessions, one line: each has exactly its own hits, and nothing is left', async t => {
  const { hub, ask } = await openMany(t, { maxSockets: 50 });
  await using remote = new RemoteDebugger({ desk: hub });
  deepEqual(await ask('/gates'), { open: 0 });

  // All have set their breakpoint before the first request, and none closes before the last.
  const ready = Promise.withResolvers<void>();
  let waiting = count;
  const rounds = Array.from({ length: count }, (_, at) => {
    const user = `user-${at}`;
    return remote.debugSession(user, { match: [`header:x-user=${user}`] }, async session => {
      const set = await remote.setBreakpoint('many.mjs', add, { kind: 'snap', withinMs: 20_000 });
      deepEqual([set.session, set.bindings.map(one => one.state)], [session.id, ['bound']]);
      if (--waiting === 0) ready.resolve();
      await ready.promise;
      const hits = 1 + (at % 3);
      const answer = await ask('/', { 'x-user': user, 'x-count': `${hits}` });
      equal(answer.user, user);
      while (session.statistics.snaps < hits) await remote.waitFor('snap', { after: 0 }).then(() => turn());
      return { session, hits, set };
    });
  });
  const strangers = ready.promise.then(() => ask('/', { 'x-user': 'nobody', 'x-count': '5' }));
  const all = await Promise.all(rounds);
  deepEqual(await strangers, { user: 'nobody', total: 15 });

  equal(new Set(all.map(({ session }) => session.id)).size, count);
  for (const { session, hits, set } of all) {
    const snaps = session.events.filter(({ kind }) => kind === 'snap');
    deepEqual(
      snaps.map(({ data, session: own, place }) => [data.probe, own, place?.line]),
      Array.from({ length: hits }, () => [set.id, session.id, add]),
      session.name,
    );
    deepEqual(
      snaps.map(({ data }) => JSON.stringify(data).includes(`"${session.name}"`)),
      Array.from({ length: hits }, () => true),
      'the locals are those of the session’s own request',
    );
    equal(session.active, false);
  }

  const { sessions } = await hub.ask('sessions', { withoutEvents: true });
  deepEqual(
    sessions.filter(({ closedAt }) => closedAt === undefined),
    [],
  );
  deepEqual(await ask('/gates'), { open: 0 });
  const { activeSessions, activeBreakpoints, totalSessions, totalBreakpoints, events, lostEvents } =
    remote.getStatistics();
  deepEqual(
    { activeSessions, activeBreakpoints, totalSessions, totalBreakpoints, lostEvents },
    { activeSessions: 0, activeBreakpoints: 0, totalSessions: count, totalBreakpoints: count, lostEvents: 0 },
  );
  equal(
    events.snap,
    all.reduce((sum, { hits }) => sum + hits, 0),
  );
});

const turn = () => new Promise<void>(resolve => setImmediate(resolve));
