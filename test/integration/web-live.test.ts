/** News of a real hub over its dashboard's door: nothing is missed, and what is lost is told. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';
import { buy, Stage, Visitor } from './web-stage.ts';

const users = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `user-${from + at}`);

test('first the whole, then what happens; after a cut nothing is missing and nothing comes twice', async t => {
  const stage = new Stage(t);
  const { port, link } = await stage.shop('--dashboard');
  const visitor = await Visitor.enter(t, link!);
  await visitor.targetThere();
  const first = await visitor.follow();
  const { state } = await first.waitForState();
  equal(first.told[0]!.news.say, 'state');
  equal(state.targets.length, 1);
  // Whatever is told meanwhile: both hear it.
  const witness = await visitor.follow(first.told[0]!.id);
  for (const user of users(0, 20)) await buy(port, user);
  await first.waitFor(() => first.events.find(({ kind }) => kind === 'flow-ended'));
  await first.cut();
  for (const user of users(20, 60)) await buy(port, user);
  const second = await visitor.follow(first.lastId);
  for (const user of users(60, 80)) await buy(port, user);
  const ends = (events: typeof first.events) => events.filter(({ kind }) => kind === 'flow-ended');
  await witness.waitFor(() => (ends(witness.events).length >= 80 ? true : undefined));
  // Whichever hears the last of it last.
  const last = () => (second.lastId === witness.lastId ? true : undefined);
  await Promise.race([second.waitFor(last), witness.waitFor(last)]);
  ok(second.told.every(({ news }) => news.say === 'events'));
  deepEqual([...first.events, ...second.events], witness.events);
  const started = witness.events.filter(({ kind }) => kind === 'flow-started');
  equal(new Set(started.map(({ flow }) => flow)).size, started.length);
});

test('a hub that is killed and started again at the same port knows its pages', async t => {
  const stage = new Stage(t);
  const before = await stage.serve('--dashboard', '0', '--store', 'memory');
  const visitor = await Visitor.enter(t, before.link);
  const live = await visitor.follow();
  await live.waitForState();
  before.part.kill('SIGKILL');
  await live.ended;
  const after = await stage.serve('--dashboard', String(visitor.port), '--store', 'memory');
  equal(after.ready.listens[0], before.ready.listens[0]);
  equal((await visitor.get('/')).status, 200);
  const again = await visitor.follow(live.lastId);
  const whole = await again.waitForState();
  // It cannot know what the one before had told.
  deepEqual([whole.lost, whole.uncounted], [0, true]);
  const { port } = await stage.shop('--hub', stage.hub, '--dashboard');
  await buy(port, 'ann');
  await again.waitFor(() => again.events.find(({ kind }) => kind === 'flow-ended'));
});

test('the end of a run is told, with its last events; then the port is free', async t => {
  const stage = new Stage(t);
  const { part, port, pid, link } = await stage.shop('--dashboard');
  const visitor = await Visitor.enter(t, link!);
  const live = await visitor.follow();
  await live.waitForState();
  await buy(port, 'ann');
  process.kill(pid, 'SIGTERM');
  await live.ended;
  const over = live.told.at(-1)?.news;
  ok(over?.say === 'over');
  // What nobody can ask for any more.
  deepEqual(
    over.last?.report.targets.map(({ end }) => end),
    [{ how: 'exit', code: 3 }],
  );
  ok(live.events.some(({ kind }) => kind === 'target-ended'));
  deepEqual(await part.ended, { status: 3, signal: null });
  equal(await visitor.get('/').catch(({ code }) => code), 'ECONNREFUSED');
});
