import { deepEqual, equal } from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { flow } from '../flows.ts';
import { trackLock } from '../locks/index.ts';
import { lookForNeverSettled, lookForPendingAtExit, task } from './index.ts';

const rt = runtime();
rt.clock = new FakeClock();

let open = Promise.withResolvers<void>();
afterEach(async () => {
  open.resolve();
  open = Promise.withResolvers();
  await new Promise(resolve => setImmediate(resolve));
  rt.findings.clear();
});

const told = () => rt.findings.list().map(one => [one.kind, one.count, one.flows[0]?.name]);

function loopRunsEmpty(): void {
  lookForNeverSettled(rt);
  lookForPendingAtExit(rt);
}

test('of tasks that wait in each other the innermost is told', () => {
  task('outer', () => flow('between', () => task('inner', () => open.promise)));
  loopRunsEmpty();
  deepEqual(told(), [['task-never-settled', 1, 'inner']]);
});

test('two hundred from one line are one', () => {
  for (let count = 0; count < 200; count++) task('each', () => open.promise);
  loopRunsEmpty();
  deepEqual(told(), [['task-never-settled', 200, 'each']]);
});

test('a task that a listener of beforeExit settles is none; one made after it was pending at exit', async () => {
  const saved = task('saved in time', () => open.promise);
  lookForNeverSettled(rt);
  open.resolve();
  await saved;
  open = Promise.withResolvers();
  task('late', () => open.promise);
  lookForPendingAtExit(rt);
  deepEqual(told(), [['exit-while-pending', 1, 'late']]);
});

test('a flow and a request that are pending are told, the main flow and what has ended are not', () => {
  flow('over', () => 1);
  flow('open', () => open.promise);
  const request = rt.startFlow('request', 'GET /slow', { parent: rt.main });
  rt.endFlow(rt.startFlow('request', 'GET /quick', { parent: rt.main }), 'done');
  loopRunsEmpty();
  rt.endFlow(request, 'closed');
  deepEqual(told(), [
    ['exit-while-pending', 1, 'open'],
    ['exit-while-pending', 1, 'GET /slow'],
  ]);
  deepEqual(rt.findings.list()[1]?.sites, {});
});

test('after a crash nothing is told', () => {
  task('consequence', () => open.promise);
  lookForNeverSettled(rt);
  lookForPendingAtExit(rt, 'throw');
  deepEqual(told(), []);
});

test('what waits behind a lock that a finding is about is no root', async () => {
  const lock = trackLock({ acquire: () => open.promise, release() {} }, 'orders');
  const waits = task('waits', () => lock.acquire());
  rt.findings.report(
    { kind: 'lock-leaked', severity: 'error', seenWhen: '', hint: '', roles: [], check: () => 'fine' },
    {
      message: 'left',
      sites: {},
      flows: [rt.main],
    },
  );
  loopRunsEmpty();
  deepEqual(told(), [['lock-leaked', 1, 'main program']]);
  equal(waits.state, 'waiting');
});
