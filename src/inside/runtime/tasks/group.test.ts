import { deepEqual, equal, match, ok, rejects, throws } from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { checkpoint, scope } from '../scopes/index.ts';
import { type Group, group, type Task, task } from './index.ts';

/** It may have aborted already: a deadline can pass before a child begins. */
async function until(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
  signal.throwIfAborted();
}

test('the group ends after its children and gives what its function gave', async () => {
  const order: string[] = [];
  const gate = Promise.withResolvers<void>();
  const whole = group(({ spawn }) => {
    spawn('slow', async () => {
      await gate.promise;
      order.push('child');
    });
    return 'value';
  }).then(value => {
    order.push('group');
    return value;
  });
  gate.resolve();
  equal(await whole, 'value');
  deepEqual(order, ['child', 'group']);
});

test('the first failure cancels the rest, is thrown as it is, and the others know who and why', async () => {
  const error = new Error('bad order');
  let sibling: Task<unknown> | undefined;
  let byCheckpoint: Task<unknown> | undefined;
  let failing: Task<unknown> | undefined;
  await rejects(
    group(async ({ spawn }) => {
      sibling = spawn('by signal', ({ signal }) => until(signal));
      byCheckpoint = spawn('by checkpoint', async () => {
        for (;;) await checkpoint();
      });
      failing = spawn('failing', async () => {
        await null;
        throw error;
      });
    }),
    thrown => thrown === error,
  );
  equal(failing?.state, 'failed');
  for (const one of [sibling, byCheckpoint]) {
    equal(one?.state, 'cancelled');
    deepEqual(one.info().cancel?.by, { id: failing?.id, name: 'failing' });
    equal(one.info().cancel?.reason, "'failing' failed: Error: bad order");
  }
});

test('several failures are gathered in one error', async () => {
  const errors = [new Error('first'), new Error('second')];
  await rejects(
    group(
      async ({ spawn, signal }) => {
        spawn('a', async () => {
          await null;
          throw errors[0];
        });
        spawn('b', async () => {
          await once(signal, 'abort');
          throw errors[1];
        });
      },
      { name: 'pair' },
    ),
    (thrown: Error & { code: string; errors: unknown[] }) => {
      equal(thrown.code, 'group-failed');
      deepEqual(thrown.errors, errors);
      equal(thrown.cause, errors[0]);
      equal(thrown.message, "2 failures in group 'pair': Error: first; Error: second.");
      return true;
    },
  );
});

test('when its function fails, its children are cancelled and awaited', async () => {
  let child: Task<unknown> | undefined;
  await rejects(
    group(async ({ spawn }) => {
      child = spawn('child', ({ signal }) => until(signal));
      throw new Error('function');
    }),
    /^Error: function$/,
  );
  equal(child?.state, 'cancelled');
});

test('a failure that the function awaited is one failure', async () => {
  const error = new Error('once');
  await rejects(
    group(async ({ spawn }) => {
      await spawn('child', async () => {
        throw error;
      });
    }),
    thrown => thrown === error,
  );
});

test('cancel ends the group with "cancelled"; a child cancelled alone does not', async () => {
  await rejects(
    group(async ({ spawn, cancel }) => {
      spawn('child', ({ signal }) => until(signal));
      cancel('enough');
    }),
    { code: 'cancelled' },
  );
  const value = await group(async ({ spawn }) => {
    spawn('child', ({ signal }) => until(signal)).cancel('this one');
    return 7;
  });
  equal(value, 7);
});

test('a scope around it cancels it, and swallows its own cancel', async () => {
  let child: Task<unknown> | undefined;
  const result = await scope('outer', async outer => {
    const inside = group(async ({ spawn }) => {
      child = spawn('child', ({ signal }) => until(signal));
    });
    outer.cancel('all of it');
    await inside;
    return 'not reached';
  });
  equal(result, undefined);
  equal(child?.state, 'cancelled');
  equal(child.info().cancel?.reason, 'all of it');
});

test('nothing is spawned in a group that is over', async () => {
  let kept: Group | undefined;
  await group(given => {
    kept = given;
  });
  throws(() => kept?.spawn('late', () => 1), { code: 'closed' });
  ok(kept);
});

test('a child may spawn siblings, and is their parent', async () => {
  let sibling: Task<unknown> | undefined;
  let child: Task<unknown> | undefined;
  await group(({ spawn }) => {
    child = spawn('child', () => {
      sibling = spawn('sibling', () => task('deep', () => 1));
    });
  });
  equal(sibling?.info().parent, child?.id);
  equal(sibling?.state, 'done');
});

test('the cancel of something else that a child awaited is a failure of the child', async () => {
  const other = task('other', ({ signal }) => until(signal));
  other.cancel('elsewhere');
  let child: Task<unknown> | undefined;
  await rejects(
    group(({ spawn }) => {
      child = spawn('child', async () => {
        await other;
      });
    }),
    { code: 'cancelled', message: /'other'/ },
  );
  equal(child?.state, 'failed');
});

test('a scope around a plain task cancels it at its checkpoint', async () => {
  let inner: Task<unknown> | undefined;
  await scope('outer', async outer => {
    inner = task('inner', async () => {
      for (;;) await checkpoint();
    });
    outer.cancel('enough');
    await inner;
  });
  equal(inner?.state, 'cancelled');
  match(inner?.info().error ?? '', /enough/);
});

test('a deadline cancels the group', async () => {
  let child: Task<unknown> | undefined;
  const never = group(
    async ({ spawn }) => {
      child = spawn('child', ({ signal }) => until(signal));
    },
    { deadlineMs: 5 },
  );
  await rejects(never, { code: 'cancelled' });
  equal(child?.state, 'cancelled');
});
