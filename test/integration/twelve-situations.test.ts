// The twelve situations of the seeds' own test suite for cancel scopes, each as a test that can fail.
import { deepEqual, equal, ok, rejects, throws } from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { runtime } from '../../src/inside/runtime/core/index.ts';
import { SafeAsyncGenerator } from '../../src/inside/runtime/generators/index.ts';
import {
  type CancelScope,
  CancelScopeTracker,
  checkpoint,
  currentFlow,
  currentScope,
  openScope,
  scope,
} from '../../src/inside/runtime/index.ts';
import { task } from '../../src/inside/runtime/tasks/index.ts';
import { lineOf } from '../launch/index.ts';

const here = fileURLToPath(import.meta.url);
const { findings } = runtime();
const kinds = () => findings.list().map(one => one.kind);

let tracker: CancelScopeTracker;
beforeEach(() => {
  tracker = new CancelScopeTracker();
  findings.clear();
});
afterEach(() => equal(currentScope(), undefined));

test('1. a scope entered by one task and exited by another is detected, with both sites', async () => {
  const id = await task('opener', async () => {
    await turn();
    return tracker.enterScope('session'); // @entered
  });
  await task('closer', async () => {
    await turn();
    tracker.exitScope(id); // @exited
  });
  const [violation, ...more] = tracker.checkCrossTaskViolations();
  deepEqual(more, []);
  equal(violation?.kind, 'scope-crossed');
  deepEqual([violation?.entered?.flowName, violation?.exited?.flowName], ['opener', 'closer']);
  deepEqual([violation?.entered?.site?.file, violation?.entered?.site?.line], [here, lineOf(here, 'entered')]);
  deepEqual([violation?.exited?.site?.file, violation?.exited?.site?.line], [here, lineOf(here, 'exited')]);
  deepEqual(kinds(), ['scope-crossed']);
});

/** Holds a tracked scope across its yields, as SDK streams do. */
async function* stream(count: number) {
  const id = tracker.enterScope('stream');
  try {
    for (let item = 0; item < count; item++) yield item;
  } finally {
    await turn();
    tracker.exitScope(id);
  }
}

test('2. a generator closed by another task crosses its scope; SafeAsyncGenerator closes it in the task that owns it', async () => {
  const safe = await task('owner', async () => {
    const made = new SafeAsyncGenerator(stream(10));
    await made.next();
    return made;
  });
  await task('other', () => safe.close());
  equal(safe.state, 'closed');
  deepEqual(tracker.checkCrossTaskViolations(), []);
  equal(tracker.getStatistics().active, 0);
  deepEqual(kinds(), []);

  const bare = await task('owner', async () => {
    const made = stream(10);
    await made.next();
    return made;
  });
  await task('other', () => bare.return());
  equal(tracker.checkCrossTaskViolations().length, 1);
  deepEqual(kinds(), ['scope-crossed']);
});

test('3. an error cleans up: every scope is exited, the error is recorded and goes on', async () => {
  const failed = new Error('no network');
  const cleaned: string[] = [];
  await rejects(
    tracker.trackedCancelScope('outer', () =>
      tracker.trackedCancelScope('inner', async () => {
        try {
          await turn();
          throw failed;
        } finally {
          cleaned.push('inner');
        }
      }),
    ),
    error => error === failed,
  );
  deepEqual(cleaned, ['inner']);
  deepEqual(tracker.getActiveScopes(), []);
  deepEqual(
    tracker.getEvents().map(one => `${one.type} ${one.name}`),
    ['enter outer', 'enter inner', 'error inner', 'error outer'],
  );
  deepEqual(kinds(), []);
});

test('4. nested scopes are exited from the inside out; any other order is told once', async () => {
  const outer = tracker.enterScope('outer');
  const middle = tracker.enterScope('middle');
  const inner = tracker.enterScope('inner');
  await turn();
  deepEqual(
    [inner, middle, outer].map(id => tracker.exitScope(id)),
    ['exited', 'exited', 'exited'],
  );
  deepEqual(kinds(), []);
  const first = openScope('first').enter();
  const second = openScope('second').enter();
  await turn();
  throws(() => first.exit(), { code: 'scope-misnested' });
  second.exit();
  deepEqual(kinds(), ['scope-misnested']);
});

test('5. a requested cancel is recorded with who asked, and really cancels', async () => {
  const id = tracker.enterScope('sdk');
  await task('boss', async () => tracker.requestCancel(id, 'too slow'));
  const event = tracker.getEvents().find(one => one.type === 'cancel');
  deepEqual([event?.flowName, event?.details.reason], ['boss', 'too slow']);
  equal(tracker.getActiveScopes()[0]?.cancelRequested, true);
  tracker.exitScope(id);
  throws(() => tracker.requestCancel('unknown'), { code: 'unknown-id' });

  let turns = 0;
  let own: CancelScope | undefined;
  const result = await scope('worker', async it => {
    own = it;
    void task('boss', async () => {
      while (turns < 3) await turn();
      it.cancel('enough');
    });
    for (;;) {
      turns++;
      await checkpoint();
    }
  });
  equal(result, undefined);
  equal(own?.cancelCaught, true);
  deepEqual([own?.cancelledBy?.flowName, own?.cancelledBy?.reason], ['boss', 'enough']);
});

test('6. ten levels deep: a cancel of the outermost reaches the innermost and ends where it began', async () => {
  const levels: CancelScope[] = [];
  const deeper = (level: number): Promise<unknown> =>
    scope(`level ${level}`, own => {
      levels.push(own);
      return tracker.trackedCancelScope(`tracked ${level}`, async () => {
        if (level < 10) return deeper(level + 1);
        equal(tracker.getActiveScopes().length, 10);
        levels[0]?.cancel('from the top');
        equal(own.signal.aborted, true);
        equal(own.cancelledBy?.path.length, 10);
        return checkpoint();
      });
    }) as Promise<unknown>;
  await deeper(1);
  deepEqual(
    levels.map(own => own.cancelCaught),
    [true, ...Array(9).fill(false)],
  );
  deepEqual(tracker.getActiveScopes(), []);
  deepEqual(kinds(), []);
});

test('7. twenty at once, ending in any order, are no violation', async () => {
  await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      task(`worker ${at}`, async () => {
        tracker.enterScope('work');
        for (let turns = (at * 7) % 20; turns >= 0; turns--) await turn();
        equal(tracker.exitScope('work'), 'exited');
      }),
    ),
  );
  const { total, active, crossTaskViolations } = tracker.getStatistics();
  deepEqual({ total, active, crossTaskViolations }, { total: 20, active: 0, crossTaskViolations: 0 });
  deepEqual(kinds(), []);
});

test('8. an exception goes through nested scopes unchanged, cancelled or not', async () => {
  const bug = new TypeError('bug');
  let inner: CancelScope | undefined;
  await rejects(
    scope('outer', () =>
      scope('inner', async own => {
        inner = own;
        own.cancel('unrelated');
        throw bug;
      }),
    ),
    error => error === bug,
  );
  deepEqual([inner?.active, inner?.cancelCalled, inner?.cancelCaught], [false, true, false]);
});

test('9. a cancelled generator runs its clean-up, and its scope is exited by its task', async () => {
  let cleaned = false;
  async function* slow(signal: AbortSignal) {
    const id = tracker.enterScope('slow');
    try {
      yield 1;
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    } finally {
      cleaned = true;
      tracker.exitScope(id);
    }
  }
  const seen: number[] = [];
  let own: CancelScope | undefined;
  await task('consumer', () =>
    scope('consume', async it => {
      own = it;
      for await (const item of new SafeAsyncGenerator(slow(it.signal))) {
        seen.push(item);
        setImmediate(() => it.cancel('user left'));
      }
    }),
  );
  deepEqual(seen, [1]);
  equal(cleaned, true);
  equal(own?.cancelCaught, true);
  deepEqual(tracker.getActiveScopes(), []);
  deepEqual(tracker.getViolations(), []);
  deepEqual(kinds(), []);
});

test('10. ten thousand items through a safe generator: all, in order, each in a scope, with a bounded log', async () => {
  let next = 0;
  for await (const item of new SafeAsyncGenerator(stream(10_000))) {
    equal(item, next++);
    tracker.trackedCancelScope('item', () => {});
  }
  equal(next, 10_000);
  const { total, active, events, droppedEvents } = tracker.getStatistics();
  deepEqual({ total, active, events }, { total: 10_001, active: 0, events: 20_002 });
  equal(tracker.getEvents().length, 1_000);
  equal(droppedEvents, 19_002);
  deepEqual(kinds(), []);
});

test('11. five tasks are isolated: own scope, own cancel, own reason', async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 5 }, (_, at) =>
      task(`task ${at}`, async () => {
        let own: CancelScope | undefined;
        const result = await scope(`scope ${at}`, async it => {
          own = it;
          for (let turns = 0; turns < 5; turns++) {
            equal(currentScope(), it);
            equal(currentFlow().name, `task ${at}`);
            if (at === 2 && turns === 2) it.cancel('only this one');
            await checkpoint();
          }
          return at;
        });
        return { result, reason: own?.reason };
      }),
    ),
  );
  deepEqual(
    outcomes.map(one => one.result),
    [0, 1, undefined, 3, 4],
  );
  equal(outcomes[2]?.reason, 'only this one');
});

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

test('12. a thousand scopes in one that lives on: memory and what is told of them are bounded', async () => {
  const ended: WeakRef<CancelScope>[] = [];
  await scope('server', async () => {
    for (let at = 0; at < 1_000; at++) {
      await scope('one of many', async own => {
        ended.push(new WeakRef(own));
        tracker.trackedCancelScope('tracked', () => {});
      });
    }
    await turn();
    collect();
    const kept = ended.filter(ref => ref.deref() !== undefined).length;
    // The newest are, until somebody reads where they were entered: V8's unread stacks hold on to their functions.
    ok(kept <= 200, `${kept} of ${ended.length} ended scopes are still held`);
  });
  const { total, items, dropped } = runtime().state().sections.scopes ?? { total: 0, items: [], dropped: 0 };
  ok(items.length <= 400, `${items.length} are listed`);
  equal(items.length + dropped, total);
});
