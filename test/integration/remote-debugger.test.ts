// RemoteDebugger over a real program, by the control socket of its run.
import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type TestContext, test } from 'node:test';
import { RemoteDebugger } from '../../src/hub/debugger/index.ts';
import { until } from '../launch/index.ts';
import { add, openMany, programs } from './open-many.ts';

/** On a machine that is busy a target may need longer than a reply waits. */
const withinMs = 20_000;

async function open(t: TestContext) {
  const many = await openMany(t);
  return { ...many, sell: (user: string) => many.ask('/', { 'x-user': user, 'x-count': '3' }) };
}

const sold = (user: string) => ({ user, total: 6 });

test('one request is held, looked into, stepped and let go; another session sees nothing of it', async t => {
  const { hub, sell, ask } = await open(t);
  await using remote = new RemoteDebugger({ desk: hub });
  const bob = await remote.openSession('bob', { match: ['header:x-user=bob'] });
  await bob.run(() => remote.setBreakpoint('many.mjs', add, { kind: 'snap', withinMs }));
  await remote.debugSession('ann', { match: ['header:x-user=ann'] }, async session => {
    const nowhere = await remote.setBreakpoint('many.mjs', 1, { withinMs });
    equal(nowhere.verified, false);
    ok(nowhere.reason);
    const set = await remote.setBreakpoint('many.mjs', add, { condition: 'at > 1', maxHits: 1, withinMs });
    deepEqual([set.verified, set.bindings[0]?.mechanism], [true, 'gate']);
    const ann = sell('ann');
    const { place, data } = await remote.waitFor('held', { after: 0 });
    deepEqual([place?.line, place?.function, data.probe], [add, 'sell', set.id]);
    deepEqual([await sell('bob'), await sell('eve')], [sold('bob'), sold('eve')], 'the others go on');
    const value = async (name: string) => (await remote.getVariables()).find(one => one.name === name)?.value;
    deepEqual([await value('at'), await value('total')], [2, 1]);
    equal(await remote.evaluateExpression('total * 100'), 100);
    equal((await remote.getStackTrace())[0]?.line, add);
    const { next } = await remote.stepOver();
    ok(next !== undefined && next.place.line !== add, 'a step comes to the next place');
    deepEqual([await value('total')], [3]);
    await rejects(remote.getVariables({ session: 'bob' }), { code: 'unknown-id', message: /bob is held now/ });
    deepEqual(
      (await remote.continueExecution()).map(({ resumed }) => resumed),
      [true],
    );
    deepEqual(await ann, sold('ann'));
    deepEqual([session.statistics.holds > 0, bob.statistics.holds, bob.statistics.snaps], [true, 0, 3]);
  });
  await bob.close();
  deepEqual(await ask('/gates'), { open: 0 });
});

test('what a session holds goes on with its end, and with its time', async t => {
  const { hub, sell, ask } = await open(t);
  await using remote = new RemoteDebugger({ desk: hub });
  const match = ['header:x-user=ann'];
  const failed = remote.debugSession('ann', { match }, async () => {
    await remote.setBreakpoint('many.mjs', add, { withinMs });
    const ann = sell('ann');
    await remote.waitFor('held', { after: 0 });
    throw Object.assign(new Error('of its own'), { ann });
  });
  const error: Error & { ann?: Promise<unknown> } = await failed.then(
    () => new Error('It did not fail.'),
    error => error,
  );
  equal(error.message, 'of its own');
  deepEqual(await error.ann, sold('ann'));
  const short = await remote.openSession('short', { match, sessionMs: 300 });
  await short.run(() => remote.setBreakpoint('many.mjs', add, { withinMs }));
  deepEqual(await sell('ann'), sold('ann'));
  equal((await remote.waitFor('session-closed', { session: short.id, after: 0 })).data.end, 'timed-out');
  deepEqual(await ask('/gates'), { open: 0 });
});

test('a pause holds the session’s flow where it comes next, and ends', async t => {
  const { hub, ask } = await open(t);
  await using remote = new RemoteDebugger({ desk: hub });
  await remote.debugSession('ann', { match: ['header:x-user=ann'] }, async session => {
    deepEqual(await remote.pause(), { holds: [], awaited: [] });
    const ann = ask('/wait', { 'x-user': 'ann', 'x-count': '3' });
    const bob = ask('/wait', { 'x-user': 'bob', 'x-count': '3' });
    await until(async () => ((await ask('/waiting')) as { waiting: number }).waiting === 2 || undefined);
    const { holds, awaited } = await remote.pause({ withinMs: 1 });
    deepEqual([holds, awaited.length], [[], 1], 'it awaits what does not come');
    const held = remote.waitFor('held');
    deepEqual(await ask('/go'), { waiting: 0 });
    equal((await held).place?.function, 'wait');
    deepEqual(await bob, sold('bob'));
    equal((await remote.pause({ withinMs })).awaited.length, 0);
    equal(await remote.evaluateExpression('user'), 'ann');
    deepEqual(
      (await remote.continueExecution()).map(({ resumed }) => resumed),
      [true],
    );
    deepEqual(await ann, sold('ann'));
    deepEqual(session.probes, []);
    deepEqual(await ask('/gates'), { open: 0 });
  });
});

test('a debugger that is killed takes its sessions with it, and its held flows go on', async t => {
  const { hub, folder, pid, sell, ask } = await open(t);
  const killed = spawn(process.execPath, [join(programs, 'remote.ts'), pid, folder, String(add)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(killed, 'exit');
  t.after(() => killed.kill('SIGKILL'));
  const lines = createInterface(killed.stdout)[Symbol.asyncIterator]();
  equal((await lines.next()).value, 'set true');
  const ann = sell('ann');
  equal((await lines.next()).value, 'held');
  killed.kill('SIGKILL');
  deepEqual(await ended, [null, 'SIGKILL']);
  deepEqual(await ann, sold('ann'));
  const left = await until(async () => {
    const { sessions } = await hub.ask('sessions', { withoutEvents: true });
    const open = sessions.filter(({ closedAt }) => closedAt === undefined);
    return open.length === 0 ? sessions : undefined;
  });
  deepEqual(
    left.map(({ probes }) => probes),
    [[]],
  );
  deepEqual(await ask('/gates'), { open: 0 });
});
