import { deepEqual, equal, ok, rejects, throws } from 'node:assert/strict';
import { once } from 'node:events';
import { afterEach, test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { flow } from '../flows.ts';
import { limits } from '../limits.ts';
import { checkpoint, scope } from '../scopes/index.ts';
import { getTaskTracker, TaskTracker, task } from './index.ts';

const rt = runtime();
const clock = new FakeClock();
rt.clock = clock;
afterEach(() => rt.findings.clear());

test('a task is a promise of its result, and a flow of its own below its maker', async () => {
  let inner = '';
  const made = task('sum', async () => {
    inner = rt.flow().id;
    await null;
    equal(rt.flow().id, inner);
    return 42;
  });
  equal(made.state, 'waiting');
  ok(made instanceof Promise);
  equal(made.constructor, Promise);
  deepEqual(Object.keys(made), []);
  equal(made.id, inner);
  equal(made.name, 'sum');
  equal(made.info().parent, rt.main.id);
  equal(await made, 42);
  equal(made.state, 'done');
  equal(rt.flow(), rt.main);
  equal(made.info().created?.file, import.meta.filename);
});

test('its function starts at once, and what it throws at once is a rejection', async () => {
  const steps: string[] = [];
  const made = task('throws', () => {
    steps.push('in');
    throw new TypeError('no');
  });
  steps.push('after');
  deepEqual(steps, ['in', 'after']);
  await rejects(made, /no/);
  equal(made.state, 'failed');
  equal(made.info().error, 'TypeError: no');
});

test("a rejection that nobody handles stays unhandled, with the program's own error", async () => {
  const listeners = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  const error = new Error('left alone');
  const seen = once(process, 'unhandledRejection');
  task('left', async () => {
    await null;
    throw error;
  });
  equal((await seen)[0], error);
  for (const listener of listeners) process.on('unhandledRejection', listener);
});

test('cancel aborts the signal; who asked, where and why is kept; done in spite of it is done', async () => {
  const made = task('obeys', async ({ signal }) => {
    await once(signal, 'abort');
    signal.throwIfAborted();
  });
  const by = flow('boss', () => {
    equal(made.cancel('no longer wanted'), true);
    equal(made.cancel('again'), false);
    return rt.flow().id;
  });
  await rejects(made, { code: 'cancelled', message: "Task 'obeys' was cancelled: no longer wanted." });
  const info = made.info();
  equal(info.state, 'cancelled');
  deepEqual(info.cancel?.by, { id: by, name: 'boss' });
  equal(info.cancel?.reason, 'no longer wanted');
  equal(info.cancel?.site?.file, import.meta.filename);
  equal(made.cancel(), false);

  const late = task('goes on', async self => {
    await null;
    return self.signal.aborted;
  });
  late.cancel();
  equal(await late, true);
  equal(late.state, 'done');
});

test("an error that has nothing to do with the cancel is a failure; the cancel's own error object is kept", async () => {
  const fails = task('fails', async ({ signal }) => {
    await once(signal, 'abort');
    throw new Error('disk full');
  });
  fails.cancel();
  await rejects(fails, /disk full/);
  equal(fails.state, 'failed');
  const reason = new Error('mine');
  const obeys = task('obeys', async ({ signal }) => {
    await once(signal, 'abort');
    signal.throwIfAborted();
  });
  obeys.cancel(reason);
  await rejects(obeys, error => error === reason);
  equal(obeys.state, 'cancelled');
});

test('a signal that is handed in cancels, and is let go of when the task ends', async () => {
  const controller = new AbortController();
  const quick = task('quick', () => 1, { signal: controller.signal });
  equal(await quick, 1);
  const made = task('follows', ({ signal }) => once(signal, 'abort').then(() => signal.throwIfAborted()), {
    signal: controller.signal,
  });
  controller.abort('stop');
  await rejects(made, { code: 'cancelled' });
  equal(made.state, 'cancelled');
  equal(quick.info().cancel, undefined);
});

test('the summary counts each task once, and a view sees only its own', async () => {
  const before = getTaskTracker().getSummary();
  const tracker = new TaskTracker({ history: 2 });
  const open = Promise.withResolvers<void>();
  const pending = tracker.task('pending', () => open.promise);
  await tracker.task('one', () => 1);
  await rejects(
    tracker.createTask(async function two() {
      throw new Error('x');
    }),
    /x/,
  );
  const cancelled = tracker.task('three', async ({ signal }) => {
    await once(signal, 'abort');
    signal.throwIfAborted();
  });
  equal(tracker.cancel(cancelled.id, 'why'), true);
  await rejects(cancelled, { code: 'cancelled' });
  await task('elsewhere', () => 1);
  const expected = {
    total: 4,
    active: 1,
    running: 0,
    waiting: 1,
    done: 1,
    failed: 1,
    cancelled: 1,
    slow: 0,
    dropped: 1,
  };
  deepEqual(tracker.getSummary(), expected);
  deepEqual(
    tracker.getActiveTasks().map(info => info.name),
    ['pending'],
  );
  deepEqual(
    tracker.failedTasks.map(info => [info.name, info.error]),
    [['two', 'Error: x']],
  );
  deepEqual(
    tracker.cancelledTasks.map(info => info.cancel?.reason),
    ['why'],
  );
  equal(tracker.getTask(pending.id)?.state, 'waiting');
  equal(tracker.cancel(cancelled.id), false);
  throws(() => tracker.cancel('nobody'), { code: 'unknown-id' });
  const all = getTaskTracker().getSummary();
  deepEqual([all.total - before.total, all.done - before.done, all.active], [5, 2, 1]);
  open.resolve();
  await pending;
  deepEqual(rt.state().sections.tasks?.live, 0);
});

test('slow: the innermost is told once, its parent is not, and what is said to be long is not', async () => {
  const open = Promise.withResolvers<void>();
  const outer = task('outer', () => task('inner', () => open.promise));
  const long = task('poller', () => open.promise, { slowAfterMs: Number.POSITIVE_INFINITY });
  clock.advance(limits.taskSlowMs - 1);
  deepEqual(rt.findings.list(), []);
  clock.advance(limits.taskSlowMs * 3);
  const [finding, ...more] = rt.findings.list();
  deepEqual(more, []);
  equal(finding?.kind, 'task-slow');
  equal(finding?.count, 1);
  equal(finding?.flows[0]?.name, 'inner');
  equal(finding?.sites.created?.file, import.meta.filename);
  deepEqual(
    getTaskTracker()
      .getLongTasks()
      .map(info => info.name),
    ['outer', 'inner'],
  );
  open.resolve();
  await Promise.all([outer, long]);
  clock.advance(limits.taskSlowMs * 3);
  equal(rt.findings.list().length, 1);
  equal(clock.pending, 0);
});

test('ten thousand tasks leave a bounded history and nothing pending', async () => {
  for (let round = 0; round < 10; round++)
    await Promise.all(Array.from({ length: 1000 }, (_, i) => task(`t${i}`, () => i)));
  equal(getTaskTracker().getCompleted().length, 500);
  equal(getTaskTracker().getSummary().active, 0);
  const listing = rt.state().sections.tasks;
  equal(listing?.items.length, 200);
  equal(listing.total, listing.items.length + listing.dropped);
});

test('a checkpoint in a cancelled task throws the reason of the cancel, each time, and not behind a shield', async () => {
  const seen: unknown[] = [];
  const go = Promise.withResolvers<void>();
  const reason = new Error('enough');
  const made = task('loop', async () => {
    await go.promise;
    for (let at = 0; at < 2; at++) await checkpoint().catch(error => seen.push(error));
    await scope('clean up', { shield: true }, async () => {
      await checkpoint();
      seen.push('cleaned up');
    });
    await flow('a flow of its own', () => checkpoint());
    for (;;) await checkpoint();
  });
  equal(made.cancel(reason), true);
  go.resolve();
  await rejects(made, reason);
  deepEqual(seen, [reason, reason, 'cleaned up']);
  equal(made.state, 'cancelled');
});

test('a cancel of the scope round a task aborts the signal that it was given, and is told with who asked', async () => {
  let cancel = (_reason: string) => {};
  const heard = Promise.withResolvers<AbortSignal>();
  const running = scope('outer', {}, async one => {
    cancel = reason => one.cancel(reason);
    const inner = task('inner', async ({ signal }) => {
      heard.resolve(signal);
      await once(signal, 'abort');
      signal.throwIfAborted();
    });
    await inner.catch(() => {});
    return inner.info();
  });
  const signal = await heard.promise;
  equal(signal.aborted, false);
  await flow('impatient', async () => cancel('enough'));
  const { state, cancel: told } = (await running) ?? {};
  deepEqual([state, told?.reason, told?.by.name], ['cancelled', 'enough', 'impatient']);
});
