import { deepEqual, equal, match, ok, rejects, throws } from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { currentFlow, flow } from '../flows.ts';
import { CancelScopeTracker, openScope, scope, type TrackedScope } from './index.ts';

const clock = new FakeClock();
runtime().clock = clock;
beforeEach(() => runtime().findings.clear());

const kinds = () =>
  runtime()
    .findings.list()
    .map(one => one.kind);

test('enter and exit in one flow: an id that never repeats, and no violation', () => {
  const tracker = new CancelScopeTracker();
  const ids = new Set<string>();
  for (let at = 0; at < 1_000; at++) {
    const id = tracker.enterScope('sdk');
    ids.add(id);
    equal(tracker.exitScope(id), 'exited');
  }
  equal(ids.size, 1_000);
  equal(runtime().context().scope, undefined);
  deepEqual(tracker.checkCrossTaskViolations(), []);
  const { total, active, ended } = tracker.getStatistics();
  deepEqual({ total, active, ended }, { total: 1_000, active: 0, ended: 1_000 });
  deepEqual(kinds(), []);
});

test('exit by another flow: a violation with both flows and sites, and one finding', () => {
  const tracker = new CancelScopeTracker();
  const id = flow('opener', () => tracker.enterScope('session', 'SDK session'));
  equal(
    flow('closer', () => tracker.exitScope('session')),
    'scope-crossed',
  );
  const [violation, ...more] = tracker.checkCrossTaskViolations();
  equal(more.length, 0);
  equal(violation?.scopeId, id);
  equal(violation?.entered?.flowName, 'opener');
  equal(violation?.exited?.flowName, 'closer');
  const line = violation?.entered?.site?.line ?? 0;
  equal(violation?.exited?.site?.line, line + 2);
  equal(tracker.getStatistics().crossTaskViolations, 1);
  deepEqual(tracker.getActiveScopes(), []);
  // What follows from it is not told again.
  equal(tracker.exitScope(id), 'scope-not-active');
  clock.advance(60_000);
  deepEqual(kinds(), ['scope-crossed']);
  match(
    tracker.summary(),
    /scope-crossed: scope "SDK session"[\s\S]*entered by flow "opener"[\s\S]*exited by flow "closer"/,
  );
});

test('the owner ended first: a violation once the grace time is over, crossed when another exits', () => {
  const tracker = new CancelScopeTracker();
  const id = flow('opener', () => tracker.enterScope());
  deepEqual(tracker.checkCrossTaskViolations(), []);
  clock.advance(2_000);
  deepEqual(
    tracker.checkCrossTaskViolations().map(one => one.kind),
    ['scope-leaked'],
  );
  deepEqual(kinds(), ['scope-leaked']);
  equal(tracker.getActiveScopes()[0]?.ownerEnded, true);
  equal(tracker.exitScope(id), 'scope-crossed');
  deepEqual(
    tracker.checkCrossTaskViolations().map(one => one.kind),
    ['scope-crossed'],
  );
  deepEqual(kinds(), ['scope-crossed']);
});

test('twice, unknown, out of order', () => {
  const tracker = new CancelScopeTracker();
  const id = tracker.enterScope('one');
  tracker.exitScope(id);
  equal(tracker.exitScope(id), 'scope-not-active');
  equal(tracker.exitScope('nobody'), 'scope-not-active');
  deepEqual(kinds(), ['scope-not-active', 'scope-not-active']);
  runtime().findings.clear();
  const outer = tracker.enterScope('outer');
  const inner = tracker.enterScope('inner');
  equal(tracker.exitScope(outer), 'scope-misnested');
  equal(tracker.exitScope(inner), 'exited');
  deepEqual(kinds(), ['scope-misnested']);
  deepEqual(tracker.getActiveScopes(), []);
  deepEqual(
    tracker.getViolations().map(one => one.kind),
    ['scope-not-active', 'scope-not-active', 'scope-misnested'],
  );
  deepEqual(tracker.checkCrossTaskViolations(), []);
});

test('parallel work in one flow may end in any order', async () => {
  const tracker = new CancelScopeTracker();
  const bare = async (turns: number) => {
    const id = tracker.enterScope('bare');
    for (let at = 0; at < turns; at++) await turn();
    tracker.exitScope(id);
  };
  const called = (turns: number) =>
    tracker.trackedCancelScope('called', async () => {
      for (let at = 0; at < turns; at++) await turn();
    });
  await Promise.all([bare(2), called(3), bare(1), called(1), bare(3)]);
  deepEqual(kinds(), []);
  deepEqual(tracker.getViolations(), []);
  equal(tracker.getStatistics().active, 0);
});

test('the callback form passes on what its function does', async () => {
  const tracker = new CancelScopeTracker();
  equal(
    tracker.trackedCancelScope('sync', () => 1),
    1,
  );
  equal(await tracker.trackedCancelScope('async', async () => 2), 2);
  await rejects(
    tracker.trackedCancelScope('fails', async () => Promise.reject(new Error('mine'))),
    /mine/,
  );
  equal(tracker.getStatistics().errors, 1);
  equal(tracker.getEvents().at(-1)?.details.error, 'Error: mine');
});

test('using closes it where it was opened', async () => {
  const tracker = new CancelScopeTracker();
  {
    await using one = tracker.trackedCancelScope('one');
    await turn();
    equal(tracker.getActiveScopes()[0]?.id, one.id);
  }
  deepEqual(tracker.getActiveScopes(), []);
  deepEqual(kinds(), []);
});

test('a requested cancel reaches the scope; the first reason is kept; unknown is an error', () => {
  const tracker = new CancelScopeTracker();
  let passed: unknown;
  const id = tracker.enterScope('sdk', 'sdk', {
    onCancel: reason => {
      passed = reason;
    },
  });
  flow('boss', () => equal(tracker.requestCancel(id, 'too slow'), 'requested'));
  equal(tracker.requestCancel(id, 'again'), 'requested-before');
  equal(passed, 'too slow');
  const event = tracker.getEvents().find(one => one.type === 'cancel');
  equal(event?.flowName, 'boss');
  equal(event?.details.reason, 'too slow');
  tracker.exitScope(id);
  equal(tracker.requestCancel(id), 'ended');
  throws(() => tracker.requestCancel('nobody'), { code: 'unknown-id' });
  tracker.trackedCancelScope('own', own => {
    tracker.requestCancel(own.id, 'bye');
    equal(own.signal.aborted, true);
    equal(own.cancelRequested, true);
  });
});

test('a requested cancel that is ignored, and a scope entered inside a cancelled one, are told', () => {
  const tracker = new CancelScopeTracker();
  const id = tracker.enterScope('deaf');
  tracker.requestCancel(id);
  const inner = tracker.enterScope('inner');
  deepEqual(kinds(), ['scope-entered-cancelled']);
  tracker.exitScope(inner);
  clock.advance(6_000);
  deepEqual(kinds(), ['scope-entered-cancelled', 'cancel-ignored']);
  tracker.exitScope(id);
  runtime().findings.clear();
  scope('ours', own => {
    own.cancel();
    tracker.trackedCancelScope('theirs', () => {});
  });
  deepEqual(kinds(), ['scope-entered-cancelled']);
});

test('handed over by an explicit call only', () => {
  const tracker = new CancelScopeTracker();
  const id = flow('giver', () => tracker.enterScope('gift'));
  const me = currentFlow();
  flow('helper', () => tracker.handOver(id, me));
  clock.advance(10_000);
  equal(tracker.exitScope(id), 'exited');
  deepEqual(tracker.checkCrossTaskViolations(), []);
  deepEqual(kinds(), []);
  equal(tracker.getStatistics().handedOver, 1);
  throws(() => tracker.handOver('nobody'), { code: 'unknown-id' });
});

test('one of ours and a tracked one follow the same order', () => {
  const tracker = new CancelScopeTracker();
  const ours = openScope('ours').enter();
  const theirs: TrackedScope = tracker.trackedCancelScope('theirs');
  throws(() => ours.exit(), { code: 'scope-misnested' });
  theirs.exit();
  deepEqual(tracker.getActiveScopes(), []);
  deepEqual(kinds(), ['scope-misnested']);
});

test('the log is bounded and says what it dropped; the summary is text for people', () => {
  const tracker = new CancelScopeTracker({ maxEvents: 10 });
  for (let at = 0; at < 100; at++) tracker.exitScope(tracker.enterScope());
  equal(tracker.getEvents().length, 10);
  equal(tracker.getStatistics().droppedEvents, 190);
  let said = '';
  tracker.printSummary(text => {
    said += text;
  });
  match(said, /100 entered, 0 active/);
  ok(JSON.stringify(tracker.generateReport()).length < 100_000);
});
