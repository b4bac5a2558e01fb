// A thousand sessions at once over one real program, each over the run's control socket: each gets its own hits and no other.
import { deepEqual, equal } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openHub } from '../../src/doors/client/index.ts';
import { RemoteDebugger } from '../../src/hub/debugger/index.ts';
import { eddy, lineOf, root, until } from '../launch/index.ts';

const program = join(root, 'test/targets/sessions/many.mjs');
const add = lineOf(program, 'add');
const count = 1000;

async function open(t: TestContext) {
  const folder = mkdtempSync('/tmp/et-');
  const child = spawn(process.execPath, [eddy, 'run', '--quiet', program], {
    env: { ...process.env, NODE_OPTIONS: '', TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 50 });
  const ended = once(child, 'exit');
  t.after(async () => {
    agent.destroy();
    child.kill('SIGTERM');
    deepEqual(await ended, [0, null]);
    rmSync(folder, { recursive: true, force: true });
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(/port (\d+)/.exec(String(said))?.[1]);
  const hub = await openHub(String(child.pid), 'test', [folder]);
  t.after(() => hub.close());
  // The program runs before its target has dialled in.
  await until(async () => (await hub.ask('flows', {})).targets.find(({ activity }) => activity !== undefined));
  const ask = (path: string, headers: Record<string, string> = {}) =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      get({ port, path, agent, headers }, response => {
        let text = '';
        response.on('data', part => {
          text += part;
        });
        response.on('end', () => resolve(JSON.parse(text) as Record<string, unknown>));
      }).on('error', reject);
    });
  return { hub, ask };
}

test('a thousand sessions, one line: each has exactly its own hits, and nothing is left', async t => {
  const { hub, ask } = await open(t);
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
