import { deepEqual, equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { fail } from '../../base/index.ts';
import { FakeClock } from '../../testing/fake-clock.ts';
import { binds, openDesk, plain, plansTo, snap } from '../../testing/fake-desk.ts';
import type { Answer, Plan } from '../../wire/protocol/index.ts';
import { SessionBook } from './session-book.ts';

/** A target that answers a plan when it is told to. */
function slowTarget(desk: ReturnType<typeof openDesk>, id: string) {
  const open: (() => void)[] = [];
  desk.target(id, {
    plan: ask => new Promise<Answer<'plan'>>(resolve => void open.push(() => resolve(binds()(ask)))),
    holds: () => ({ holds: [] }),
  });
  return { answer: () => open.shift()?.() };
}

const probeOf = (session: string) => ({ ...plain, session, probes: [snap] });
const turns = () => new Promise(resolve => setImmediate(resolve));

test('a thousand sessions that ask at once: one plan on its way, then the newest, and each reply has its own', async () => {
  const desk = openDesk();
  const a = slowTarget(desk, 'a');
  const replies = Array.from({ length: 1000 }, (_, at) => desk.ask('probe', probeOf(`n${at}`)));
  await turns();
  deepEqual(
    plansTo(desk.engine, 'a').map(({ probes }) => probes.length),
    [1],
  );
  a.answer();
  await turns();
  deepEqual(
    plansTo(desk.engine, 'a').map(({ probes }) => probes.length),
    [1, 1000],
  );
  equal((await replies[0]!).probes[0]?.bindings[0]?.state, 'bound', 'the first has its answer already');
  a.answer();
  const all = await Promise.all(replies);
  equal(
    all.every(({ probes }) => probes.length === 1 && probes[0]!.bindings.length === 1),
    true,
  );
  equal(plansTo(desk.engine, 'a').length, 2);
});

test('one that does not answer holds nobody up twice, and is named until it does', async () => {
  const desk = openDesk();
  desk.target('quick');
  const slow = slowTarget(desk, 'slow');
  const first = desk.ask('probe', probeOf('ann'));
  await desk.clock.advanceAsync(1000);
  deepEqual((await first).probes[0]?.unanswered, ['slow']);
  const second = await desk.ask('probe', probeOf('bob'));
  deepEqual(
    [second.probes[0]?.bindings.map(({ target }) => target), second.probes[0]?.unanswered],
    [['quick'], ['slow']],
    'no time has passed',
  );
  deepEqual((await desk.ask('unset', { what: 'bob' })).unanswered, ['slow']);
  slow.answer();
  await turns();
  slow.answer();
  await turns();
  const third = desk.ask('unset', { what: 'ann' });
  await turns();
  slow.answer();
  deepEqual((await third).unanswered, [], 'it has answered, so it is waited for again');
  const revisions = plansTo(desk.engine, 'slow').map(({ revision }) => revision);
  deepEqual(revisions, [1, 3, 4]);
});

test('one that fails or goes holds nobody up, and its refusal is no answer of another', async () => {
  const desk = openDesk();
  desk.target('sound');
  desk.target('bad', {
    plan: () => {
      throw fail('refused', 'No plans here.');
    },
  });
  const going = slowTarget(desk, 'going');
  const reply = desk.ask('probe', probeOf('ann'));
  await turns();
  desk.desk.targetEnded('going');
  const [probe] = (await reply).probes;
  deepEqual(probe?.bindings.map(({ target, state }) => [target, state]).sort(), [
    ['bad', 'refused'],
    ['sound', 'bound'],
  ]);
  deepEqual(probe?.unanswered, []);
  going.answer();
  await turns();
  equal(plansTo(desk.engine, 'going').length, 1);
});

test('a target that comes back is told anew, and the end of its first life ends nothing', async () => {
  const desk = openDesk();
  const lost = Promise.withResolvers<Answer<'plan'>>();
  desk.target('a', { plan: () => lost.promise });
  const reply = desk.ask('probe', probeOf('ann'));
  desk.desk.targetEnded('a');
  await reply;
  const again = slowTarget(desk, 'a');
  lost.reject(fail('closed', 'Target a has ended.'));
  await turns();
  const second = desk.ask('probe', probeOf('bob'));
  again.answer();
  await turns();
  again.answer();
  deepEqual((await second).probes[0]?.unanswered, []);
  deepEqual(
    plansTo(desk.engine, 'a').map(({ revision }: Plan) => revision),
    [1, 1, 2],
  );
});

test('a session of somebody’s own goes with them, whole, and no other does', async () => {
  const desk = openDesk();
  desk.target('a');
  const gone = new AbortController();
  const ann = desk.follower(() => {}, gone.signal);
  for (const name of ['one', 'two']) await desk.ask('probe', { ...probeOf(name), own: true }, ann);
  await desk.ask('probe', probeOf('kept'), ann);
  await desk.ask('probe', { ...probeOf('bob’s'), own: true });
  gone.abort();
  deepEqual(
    desk.desk.book.open.map(({ spec }) => spec.name),
    ['kept', 'bob’s'],
  );
  deepEqual(plansTo(desk.engine, 'a').at(-1)?.probes.length, 2);
  await desk.ask('probe', { ...probeOf('late'), own: true }, ann);
  equal(desk.desk.book.open.length, 2, 'who has gone opens none');
});

test('how many probes there may be is told by who opens the book', () => {
  const book = new SessionBook({ clock: new FakeClock(), observeOnly: false, rules: { maxProbes: 3 } });
  book.addProbes('a', [], [snap, snap], {});
  throws(() => book.addProbes('b', [], [snap, snap], {}), { code: 'refused', message: /3 probes already/ });
  book.addProbes('b', [], [snap], {});
  const free = new SessionBook({ clock: new FakeClock(), observeOnly: false });
  for (let at = 0; at < 2000; at++) free.addProbes(`n${at}`, [], [snap], {});
  equal(free.plan.probes.length, 2000);
});
