import { deepEqual, equal, notEqual, ok, rejects, throws } from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isEddyError } from '../../../base/index.ts';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { flow } from '../flows.ts';
import {
  type CancelScope,
  checkpoint,
  currentScope,
  openScope,
  orCancelled,
  scope,
  throwIfCancelled,
} from './index.ts';

const clock = new FakeClock();
runtime().clock = clock;
beforeEach(() => runtime().findings.clear());

const kinds = () =>
  runtime()
    .findings.list()
    .map(one => one.kind);
const isCancelled = (error: unknown) => isEddyError(error, 'cancelled');

/** Waits for the scope's cancel and throws its error, as a good citizen does. */
const untilCancelled = () => orCancelled(new Promise<never>(() => {}));

test('a scope gives back what its function does, in the same shape', async () => {
  equal(
    scope('sync', () => 7),
    7,
  );
  equal(await scope('async', async () => 8), 8);
  await rejects(
    scope('fails', async () => Promise.reject(new Error('mine'))),
    /mine/,
  );
  throws(() => scope('throws', () => JSON.parse('{')), SyntaxError);
  equal(currentScope(), undefined);
});

test('its own cancel is swallowed, and says who, where and why', async () => {
  let inside: CancelScope | undefined;
  const result = await flow('worker', () =>
    scope('upload', async own => {
      inside = own;
      queueMicrotask(() => own.cancel('user left'));
      await untilCancelled();
    }),
  );
  equal(result, undefined);
  equal(inside?.cancelCalled, true);
  equal(inside?.cancelCaught, true);
  equal(inside?.reason, 'user left');
  const by = inside?.cancelledBy;
  equal(by?.flowName, 'worker');
  equal(by?.source, 'call');
  deepEqual(by?.path, ['upload']);
  ok(by?.site?.file.endsWith('cancel-scope.test.ts'));
  equal(by?.at, clock.now());
});

test('a cancel nobody felt is called, not caught; the first reason stays', () => {
  const done = scope('quick', own => {
    own.cancel('first');
    own.cancel('second');
    return own;
  }) as CancelScope;
  equal(done.cancelCalled, true);
  equal(done.cancelCaught, false);
  equal(done.reason, 'first');
});

test('level-triggered: every checkpoint throws again', async () => {
  let thrown = 0;
  await scope('stubborn', async own => {
    own.cancel();
    for (let at = 0; at < 3; at++) await checkpoint().catch(() => thrown++);
    throws(throwIfCancelled, isCancelled);
  });
  equal(thrown, 3);
});

test('a busy loop is cancelled by its deadline, whose timer cannot come', () => {
  let turns = 0;
  const start = clock.monotonic();
  scope('busy', { deadlineMs: 100 }, () => {
    for (;;) {
      turns++;
      throwIfCancelled();
      // Time passes, and no timer fires.
      Object.defineProperty(clock, 'monotonic', { value: () => start + turns * 10, configurable: true });
    }
  });
  Reflect.deleteProperty(clock, 'monotonic');
  equal(turns, 10);
});

test('a deadline counts from entry, and can be moved', async () => {
  const late = openScope('late', { deadlineMs: 50 });
  clock.advance(1_000);
  late.enter();
  equal(late.deadline, clock.monotonic() + 50);
  clock.advance(49);
  equal(late.cancelCalled, false);
  late.setDeadline(100);
  clock.advance(99);
  equal(late.cancelCalled, false);
  clock.advance(1);
  equal(late.cancelCalled, true);
  equal(late.cancelledBy?.source, 'deadline');
  equal(late.deadline, Number.NEGATIVE_INFINITY);
  late.exit();
});

test('a deadline further away than timers reach does not fire early', () => {
  const far = openScope('far', { deadlineMs: 2 ** 31 + 5_000 }).enter();
  clock.advance(2 ** 31);
  equal(far.cancelCalled, false);
  clock.advance(5_000);
  equal(far.cancelCalled, true);
  far.exit();
  throws(() => openScope('odd', { deadlineMs: Number.NaN }), { code: 'bad-usage' });
});

test('effective deadline: the minimum up to the nearest shield', () => {
  const now = clock.monotonic();
  scope('outer', { deadlineMs: 100 }, () => {
    scope('inner', { deadlineMs: 500 }, inner => {
      equal(inner.deadline, now + 100);
      inner.shield = true;
      equal(inner.deadline, now + 500);
      scope('innermost', it => equal(it.deadline, now + 500));
    });
  });
  scope('free', it => equal(it.deadline, Number.POSITIVE_INFINITY));
});

test('an outer cancel goes through the inner scope and ends at the outer', async () => {
  let inner: CancelScope | undefined;
  let after = false;
  let outer: CancelScope | undefined;
  await scope('outer', async own => {
    outer = own;
    await scope('inner', async it => {
      inner = it;
      own.cancel('stop all');
      equal(it.signal.aborted, true);
      equal(it.reason, 'stop all');
      deepEqual(it.cancelledBy?.path, ['outer', 'inner']);
      await checkpoint();
    });
    after = true;
  });
  equal(after, false);
  deepEqual([inner?.cancelCalled, inner?.cancelCaught], [false, false]);
  deepEqual([outer?.cancelCalled, outer?.cancelCaught], [true, true]);
});

test('both cancelled: the outermost visible one swallows', async () => {
  let inner: CancelScope | undefined;
  const outer = openScope('outer');
  let after = false;
  const { runInScope } = await import('./scope.ts');
  await runInScope(outer, async () => {
    await scope('inner', async it => {
      inner = it;
      it.cancel('inner first');
      await checkpoint().catch(async error => {
        outer.cancel('then outer');
        throw error;
      });
    });
    after = true;
  });
  equal(after, false);
  equal(inner?.cancelCaught, false);
  equal(outer.cancelCaught, true);
});

test('a shield keeps an outer cancel away; lowered, it is delivered at once', async () => {
  let heard: unknown;
  await scope('outer', async outer => {
    await scope('inner', { shield: true }, async inner => {
      inner.signal.addEventListener('abort', () => {
        heard = inner.signal.reason;
      });
      outer.cancel('late');
      await checkpoint();
      equal(inner.signal.aborted, false);
      inner.shield = false;
      equal(inner.signal.aborted, true);
      await rejects(checkpoint(), isCancelled);
    });
  });
  ok(isCancelled(heard));
});

test('a shielded scope has its own cancel and deadline', async () => {
  await scope('outer', async outer => {
    outer.cancel();
    let inner: CancelScope | undefined;
    await scope('clean-up', { shield: true, deadlineMs: 10 }, async own => {
      inner = own;
      await checkpoint();
      clock.advance(10);
      await checkpoint();
    });
    equal(inner?.cancelCaught, true);
  });
});

test("a user's signal cancels with its reason, on entry too, and is let go at exit", async () => {
  const gone = new AbortController();
  gone.abort(new Error('client gone'));
  let own: CancelScope | undefined;
  await scope('late', { signal: gone.signal }, async it => {
    own = it;
    equal(it.signal.aborted, true);
    await checkpoint();
  });
  equal(String(own?.reason), 'Error: client gone');
  equal(own?.cancelledBy?.source, 'earlier-signal');
  equal(own?.cancelledBy?.site, undefined);

  const later = new AbortController();
  await scope('waits', { signal: later.signal }, async it => {
    equal(getEventListeners(later.signal, 'abort').length, 1);
    queueMicrotask(() => later.abort());
    await rejects(untilCancelled(), isCancelled);
    equal(it.cancelledBy?.source, 'signal');
  });
  const quiet = new AbortController();
  for (let at = 0; at < 100; at++) await scope('many', { signal: quiet.signal }, async () => {});
  equal(getEventListeners(quiet.signal, 'abort').length, 0);
});

test("what Node's own functions throw for an aborted signal counts as the cancel", async () => {
  let own: CancelScope | undefined;
  await scope('sleeps', async it => {
    own = it;
    queueMicrotask(() => it.cancel());
    await sleep(60_000, undefined, { signal: it.signal });
  });
  equal(own?.cancelCaught, true);
});

test("another scope's cancel is not swallowed", async () => {
  let own: CancelScope | undefined;
  let foreign: unknown;
  await scope('other', async other => {
    other.cancel();
    await checkpoint().catch(error => {
      foreign = error;
    });
  });
  await rejects(
    scope('mine', async it => {
      own = it;
      it.cancel();
      throw foreign;
    }),
    error => error === foreign,
  );
  equal(own?.cancelCaught, false);
});

test('gathered errors are split: its cancels are swallowed, the rest goes on', async () => {
  let own: CancelScope | undefined;
  const bug = new Error('bug');
  const failing = scope('group', async it => {
    own = it;
    it.cancel();
    const cancel = await checkpoint().catch(error => error);
    throw new AggregateError([cancel, new AggregateError([cancel]), bug], 'two failed');
  });
  await rejects(failing, (error: unknown) => {
    deepEqual((error as AggregateError).errors, [bug]);
    return true;
  });
  equal(own?.cancelCaught, true);
  const all = await scope('all', async it => {
    it.cancel();
    throw new AggregateError([await checkpoint().catch(error => error)]);
  });
  equal(all, undefined);
});

test('using enters and exits; a second entry is refused', async () => {
  {
    using one = openScope('one').enter();
    equal(currentScope(), one);
    await checkpoint();
    equal(currentScope(), one);
  }
  equal(currentScope(), undefined);
  const twice = openScope('twice').enter();
  throws(() => twice.enter(), { code: 'scope-reused' });
  twice.exit();
  throws(() => twice.enter(), { code: 'scope-reused' });
});

test('work left over from a cancelled scope() stays cancelled; other ended scopes are looked through', async () => {
  let release = () => {};
  const gate = new Promise<void>(resolve => {
    release = resolve;
  });
  let left: Promise<unknown> | undefined;
  await scope('parent', async own => {
    left = gate.then(() => checkpoint());
    own.cancel();
  });
  let fine: Promise<unknown> | undefined;
  await scope('calm', async () => {
    fine = gate.then(() => checkpoint());
  });
  release();
  await rejects(left ?? Promise.resolve(), isCancelled);
  await fine;
});

test('a scope that outlives the one around it hears the next one', async () => {
  let finish = () => {};
  const end = new Promise<void>(resolve => {
    finish = resolve;
  });
  await scope('grand', async grand => {
    let inner: CancelScope | undefined;
    await scope('parent', async () => {
      void scope('floats', async own => {
        inner = own;
        await end;
      });
    });
    equal(inner?.signal.aborted, false);
    grand.cancel();
    equal(inner?.signal.aborted, true);
    finish();
  });
});

test('abort listeners run as the host, whoever cancels', async () => {
  await flow('host', () =>
    scope('served', async own => {
      let heardIn = '';
      own.signal.addEventListener('abort', () => {
        heardIn = runtime().flow().name;
      });
      flow('canceller', () => own.cancel());
      equal(heardIn, 'host');
      equal(own.cancelledBy?.flowName, 'canceller');
    }),
  );
});

test('entered when cancelled: one finding, also when more scopes follow inside', async () => {
  await scope('outer', async outer => {
    outer.cancel();
    await scope('first', async () => scope('second', async () => {}));
  });
  deepEqual(kinds(), ['scope-entered-cancelled']);
  const [seen] = runtime().findings.list();
  equal(seen?.count, 1);
  notEqual(seen?.sites.entered?.line, seen?.sites.cancelled?.line);
  runtime().findings.clear();
  scope('no time', { deadlineMs: 0 }, () => {});
  deepEqual(kinds(), ['scope-entered-cancelled']);
  runtime().findings.clear();
  await scope('outer', async outer => {
    outer.cancel();
    await scope('clean-up', { shield: true }, async () => {});
  });
  deepEqual(kinds(), []);
});

test('a cancel shortly before the end of the program is not ignored', async () => {
  let finish = () => {};
  const end = new Promise<void>(resolve => {
    finish = resolve;
  });
  const last = scope('last', async own => {
    own.cancel();
    await end;
  });
  clock.advance(100);
  runtime().findings.lookAtDue(true);
  deepEqual(kinds(), []);
  finish();
  await last;
});

test('what nobody waits for any more is no unhandled rejection', async () => {
  let fail = () => {};
  const late = new Promise<never>((_resolve, reject) => {
    fail = () => reject(new Error('late'));
  });
  await scope('gone', async own => {
    own.cancel();
    await orCancelled(late);
  });
  fail();
  await new Promise(resolve => setImmediate(resolve));
});

test('cancel ignored: told after the limit, not while a shield protects work inside', async () => {
  let finish = () => {};
  const end = new Promise<void>(resolve => {
    finish = resolve;
  });
  const deaf = scope('deaf', async own => {
    own.cancel('enough');
    await end;
  });
  clock.advance(4_999);
  deepEqual(kinds(), []);
  clock.advance(10);
  deepEqual(kinds(), ['cancel-ignored']);
  finish();
  await deaf;
  runtime().findings.clear();

  let finishCleanUp = () => {};
  const cleaned = new Promise<void>(resolve => {
    finishCleanUp = resolve;
  });
  const polite = scope('polite', async own => {
    const inner = scope('clean-up', { shield: true }, () => cleaned);
    own.cancel();
    await inner;
  });
  clock.advance(60_000);
  deepEqual(kinds(), []);
  finishCleanUp();
  await polite;
  clock.advance(60_000);
  deepEqual(kinds(), []);
});
