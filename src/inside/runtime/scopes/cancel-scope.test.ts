import { deepEqual, equal, ok, rejects, throws } from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
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

test('wrong arguments are refused before anything is entered', () => {
  throws(() => scope('odd', undefined as never), { code: 'bad-usage' });
  throws(() => scope('odd', { signal: 'stop' as never }, () => {}), { code: 'bad-usage' });
  equal(currentScope(), undefined);
});

test('cancelled before it is entered', async () => {
  const early = openScope('early');
  early.cancel('never mind');
  early.enter();
  await rejects(checkpoint(), isCancelled);
  equal(early.reason, 'never mind');
  early.exit();
  await checkpoint();
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
