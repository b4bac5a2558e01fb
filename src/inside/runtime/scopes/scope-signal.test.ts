import { equal, rejects } from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isEddyError } from '../../../base/index.ts';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { flow } from '../flows.ts';
import { type CancelScope, checkpoint, orCancelled, scope } from './index.ts';

const clock = new FakeClock();
runtime().clock = clock;
beforeEach(() => runtime().findings.clear());

const isCancelled = (error: unknown) => isEddyError(error, 'cancelled');

/** Waits for the scope's cancel and throws its error, as a good citizen does. */
const untilCancelled = () => orCancelled(new Promise<never>(() => {}));

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
