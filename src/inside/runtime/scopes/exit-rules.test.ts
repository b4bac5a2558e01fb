import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { Context, runtime } from '../core/index.ts';
import { bindFlow, flow } from '../flows.ts';
import { type CancelScope, currentScope, openScope, scope } from './index.ts';

const clock = new FakeClock();
runtime().clock = clock;
beforeEach(() => runtime().findings.clear());

const seen = () => runtime().findings.list();
const kinds = () => seen().map(one => one.kind);

test('exit of what is not active: never entered, or twice', () => {
  const never = openScope('never');
  throws(() => never.exit(), { code: 'scope-not-active' });
  const twice = openScope('twice').enter();
  twice.exit();
  throws(() => twice.exit(), { code: 'scope-not-active' });
  deepEqual(kinds(), ['scope-not-active', 'scope-not-active']);
  deepEqual(Object.keys(seen()[0]?.sites ?? {}), ['exited']);
  deepEqual(Object.keys(seen()[1]?.sites ?? {}), ['entered', 'exited']);
});

test('exit by another flow is refused and changes nothing', () => {
  const own = openScope('own').enter();
  flow('thief', () => throws(() => own.exit(), { code: 'scope-crossed' }));
  equal(own.active, true);
  equal(currentScope(), own);
  const [crossed] = seen();
  equal(crossed?.kind, 'scope-crossed');
  equal(crossed?.sites.entered?.flow, runtime().flow().id);
  equal(crossed?.flows[1]?.name, 'thief');
  equal(crossed?.sites.exited?.flow, crossed?.flows[1]?.id);
  own.exit();
  equal(own.active, false);
  equal(seen().length, 1);
});

test('wrong flow wins over wrong order', () => {
  const outer = openScope('outer').enter();
  const inner = openScope('inner').enter();
  flow('thief', () => throws(() => outer.exit(), { code: 'scope-crossed' }));
  inner.exit();
  outer.exit();
  deepEqual(kinds(), ['scope-crossed']);
});

test('exit before an inner scope: one error, and the inner ones stay quiet', () => {
  const outer = openScope('outer').enter();
  const middle = openScope('middle').enter();
  const inner = openScope('inner').enter();
  throws(() => outer.exit(), { code: 'scope-misnested', message: /before scope "inner"/ });
  equal(outer.active, false);
  equal(inner.cancelCalled, true);
  middle.exit();
  inner.exit();
  deepEqual(kinds(), ['scope-misnested']);
  equal(seen()[0]?.sites.inner?.line, lineAfter(seen()[0]?.sites.entered?.line, 2));
  equal(currentScope(), undefined);
});

const lineAfter = (line: number | undefined, by: number) => (line ?? 0) + by;

test('sibling promises of one flow each have their own: their order says nothing', async () => {
  const one = async (turns: number) => {
    const own = openScope(`takes ${turns}`).enter();
    for (let at = 0; at < turns; at++) await turn();
    own.exit();
  };
  await Promise.all([one(1), one(3), one(2)]);
  const later = async (turns: number) => {
    await turn();
    return one(turns);
  };
  await Promise.all([later(3), later(1), later(2)]);
  deepEqual(kinds(), []);
  equal(currentScope(), undefined);
});

test('the owner ended first: told once after the grace time', () => {
  flow('owner', () => openScope('left').enter());
  clock.advance(999);
  deepEqual(kinds(), []);
  clock.advance(10);
  deepEqual(kinds(), ['scope-leaked']);
  clock.advance(100_000);
  equal(seen()[0]?.count, 1);
  equal(seen()[0]?.flows[0]?.name, 'owner');
});

test('the owner ended first and another flow exits: crossed is the one finding', () => {
  const left = flow('owner', () => openScope('left').enter());
  clock.advance(500);
  throws(() => left.exit(), { code: 'scope-crossed' });
  clock.advance(100_000);
  deepEqual(kinds(), ['scope-crossed']);
});

test('also when it was told as leaked before', () => {
  const left = flow('owner', () => openScope('left').enter());
  clock.advance(5_000);
  deepEqual(kinds(), ['scope-leaked']);
  throws(() => left.exit(), { code: 'scope-crossed' });
  deepEqual(kinds(), ['scope-crossed']);
});

test('a request that exits after its answer was late, not leaky: it is taken back', () => {
  const rt = runtime();
  for (const [kind, left] of [
    ['request', []],
    ['flow', ['scope-leaked']],
  ] as const) {
    const host = rt.startFlow(kind, 'host');
    const close = rt.run(new Context(host), () => {
      const own = openScope('own').enter();
      return bindFlow(() => own.exit());
    });
    rt.endFlow(host, 'done');
    clock.advance(5_000);
    deepEqual(kinds(), ['scope-leaked']);
    close();
    deepEqual(kinds(), left);
  }
});

test('handed over: the new host may exit, the old one may not', () => {
  const moved = flow('giver', () => openScope('moved').enter());
  moved.handOver();
  clock.advance(10_000);
  flow('other', () => throws(() => moved.exit(), { code: 'scope-crossed' }));
  moved.exit();
  deepEqual(kinds(), ['scope-crossed']);
  throws(() => moved.handOver(), { code: 'scope-not-active' });
  const kept = openScope('kept').enter();
  throws(() => kept.handOver({ id: 'nobody', name: '', kind: 'flow', parent: undefined, startedAt: 0 }), {
    code: 'unknown-id',
  });
  kept.exit();
});

test('a callback scope of a request may go on after the answer; of a flow it leaks', () => {
  const rt = runtime();
  const never = new Promise<never>(() => {});
  const request = rt.startFlow('request', 'GET /');
  rt.run(new Context(request), () => void scope('handle', () => never));
  rt.endFlow(request, 'done');
  clock.advance(30_000);
  deepEqual(kinds(), []);
  flow('floats', () => void scope('lost', () => never));
  clock.advance(1_010);
  deepEqual(kinds(), ['scope-leaked']);
});

test('the report lists live ones first, and counts', () => {
  const before = runtime().state().sections.scopes;
  const live = openScope('live').enter();
  let ended: CancelScope | undefined;
  scope('ended', own => {
    ended = own;
  });
  const after = runtime().state().sections.scopes;
  equal((after?.total ?? 0) - (before?.total ?? 0), 2);
  equal(after?.items[0]?.state, 'active');
  ok(after?.items.some(item => item.id === ended?.id && item.state === 'exited'));
  live.exit();
});

test('events tell of entering, cancelling and leaving', () => {
  const heard: string[] = [];
  const stop = runtime().onEvent(event => heard.push(event.kind));
  scope('told', own => own.cancel());
  stop();
  deepEqual(heard, ['scope-entered', 'scope-cancelled', 'scope-exited']);
});
