/** A hub that stays, in this process, with targets that say what a test tells them to: what it makes of who comes late, or stays. */
import { deepEqual, equal } from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { dialHub, type Hub } from '../../src/doors/client/index.ts';
import { KnownRuns } from '../../src/hub/known-runs.ts';
import { StayingHub } from '../../src/hub/staying-hub.ts';
import { MemoryStore } from '../../src/hub/store/memory/index.ts';
import { FakeClock } from '../../src/testing/fake-clock.ts';
import { FakeTarget, fakeInfo } from '../../src/testing/fake-target.ts';
import { folder, until } from '../launch/index.ts';

const token = 'a-token-of-the-hub';

async function open(t: TestContext) {
  const path = folder(t);
  const clock = new FakeClock();
  const store = new MemoryStore({ clock });
  const known = new KnownRuns(store);
  await known.read();
  const card = { version: 1, pid: process.pid, name: 'main', words: ['eddy', 'serve'], cwd: '/', started: 1 };
  const hub = new StayingHub({
    ...{ card: { ...card, stays: true }, version: '0', folder: path, token, observeOnly: false },
    ...{ clock, store, known, listens: () => [] },
  });
  await hub.plane.open();
  t.after(() => hub.close());
  const client = await dialHub({ address: join(path, 'control'), token, as: 'test' });
  t.after(() => client.close());
  return { hub, client, store };
}

async function openRun(client: Hub) {
  const {
    run,
    hub: path,
    token: given,
  } = await client.ask('openRun', { words: ['shop.mjs'], cwd: '/shop', name: 'shop' });
  return { run, place: { path, token: given } };
}

async function targetsOf(client: Hub): Promise<string[]> {
  return (await client.ask('status', {})).targets.map(({ id }) => id);
}

async function there(client: Hub, ...ids: string[]): Promise<void> {
  await until(async () => {
    const found = await targetsOf(client);
    return (found.length === ids.length && ids.every(id => found.includes(id))) || undefined;
  });
}

test('a child that outlives its program is there until it ends, and is in the report', async t => {
  const { hub, client, store } = await open(t);
  const { run, place } = await openRun(client);
  const root = await FakeTarget.open(place, fakeInfo('root'));
  const child = await FakeTarget.open(place, fakeInfo('child', { parent: 'root' }));
  t.after(() => child.end());
  await there(client, 'root', 'child');
  const exit = { how: 'exit', code: 0 } as const;
  root.say({ say: 'end', target: 'root', at: 5, info: { ...root.info, ended: 5, end: exit } });
  await there(client, 'child');
  await client.ask('endRun', { run, end: exit });
  hub.look();
  const { runs } = await client.ask('status', {});
  deepEqual(
    runs.map(({ id, end, targetCount }) => ({ id, end, targetCount })),
    [{ id: run, end: exit, targetCount: 1 }],
  );
  const heard = client.waitFor(['log'], () => true, 30_000);
  await client.ask('status', {});
  child.event('log', { text: 'I am still here' });
  equal((await heard).target, 'child');
  equal((await client.ask('events', { run, kinds: ['log'] })).events.length, 1);
  child.say({ say: 'end', target: 'child', at: 9, info: { ...child.info, ended: 9, end: { how: 'exit', code: 4 } } });
  await there(client);
  hub.look();
  deepEqual((await client.ask('status', {})).runs, []);
  deepEqual(
    (await store.report(run))?.targets.map(({ id, end }) => [id, end]),
    [
      ['root', exit],
      ['child', { how: 'exit', code: 4 }],
    ],
  );
  // One that comes when all was over takes nothing away from what is known of the run.
  const late = await FakeTarget.open(place, fakeInfo('late'));
  t.after(() => late.end());
  await there(client, 'late');
  const [kept] = (await client.ask('history', {})).runs;
  deepEqual([kept?.id, kept?.name, kept?.end], [run, 'shop', exit]);
});

test('a target is of one run: another run’s program cannot name it', async t => {
  const { client } = await open(t);
  const { place } = await openRun(client);
  const own = await FakeTarget.open(place, fakeInfo('own'));
  t.after(() => own.end());
  await there(client, 'own');
  const other = await client.ask('openRun', { words: ['other.mjs'], cwd: '/', name: 'other' });
  const thief = connect(other.hub);
  const lines = [
    { say: 'hello', version: 1, token: other.token, pid: process.pid },
    { say: 'target', target: fakeInfo('own', { pid: 4711 }) },
  ];
  thief.write(lines.map(line => `${JSON.stringify(line)}\n`).join(''));
  await once(thief, 'close');
  deepEqual(await targetsOf(client), ['own']);
  equal((await client.ask('status', {})).targets[0]?.pid, process.pid);
});
