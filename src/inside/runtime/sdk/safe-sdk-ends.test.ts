import { deepEqual, equal, rejects } from 'node:assert/strict';
import { hasSubscribers } from 'node:diagnostics_channel';
import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { flow } from '../flows.ts';
import { SafeSdk } from './safe-sdk.ts';
import type { SafeSdkOptions } from './sdk-options.ts';

let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
  runtime().clock = clock;
});
afterEach(() => {
  equal(clock.pending, 0, 'a timer was left');
  runtime().findings.clear();
});

async function* say<M>(...messages: M[]): AsyncGenerator<M> {
  yield* messages;
}

/** Says what it is given and then nothing until it is aborted. */
async function* hang<M>(signal: AbortSignal, ...messages: M[]): AsyncGenerator<M> {
  yield* messages;
  await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

const make = <M>(options: Partial<SafeSdkOptions<M>> & Pick<SafeSdkOptions<M>, 'open'>): SafeSdk<M> =>
  new SafeSdk<M>({ name: 'run', ...options });
const kinds = (): string[] =>
  runtime()
    .findings.list()
    .map(finding => finding.kind);
const broken = (status: number): Error => Object.assign(new Error(`status ${status}`), { status });

test('stop() while it waits to retry, and while a limit is closing an attempt', async () => {
  const waiting = make({
    open: () => Promise.reject(broken(500)),
    retries: { max: 9, delayMs: 1_000 },
  });
  const first = waiting.execute();
  await clock.advanceAsync(10);
  equal(waiting.state, 'waiting-to-retry');
  equal((await waiting.stop('enough')).state, 'aborted');
  equal((await first).attempts, 1);

  let opened = 0;
  const slow = Promise.withResolvers<never>();
  const closing = make<string>({
    open: () => {
      opened++;
      return { [Symbol.asyncIterator]: () => ({ next: () => slow.promise }) };
    },
    firstMessageMs: 100,
    interruptMs: 1_000,
    retries: { max: 9, delayMs: 10 },
  });
  const second = closing.execute();
  await clock.advanceAsync(500);
  void closing.stop('enough');
  slow.reject(new Error('late'));
  await clock.advanceAsync(1_000);
  deepEqual([(await second).state, (await second).reason, opened], ['aborted', 'enough', 1]);
});

test('an end that was there first stays: stop() after it changes nothing', async () => {
  const sdk = make({ open: () => say('a') });
  const result = await sdk.execute();
  equal(await sdk.stop('late'), result);
  equal(result.state, 'finished');
});

test('stopped, or left, before it started, it never opens', async () => {
  let opened = 0;
  const open = (): AsyncGenerator<string> => {
    opened++;
    return say('a');
  };
  const stopped = make({ open });
  equal((await stopped.stop('never mind')).state, 'aborted');
  await rejects(stopped.messages().next(), { code: 'cancelled' });
  const left = make({ open });
  await left.messages().return();
  equal((await left.result).state, 'aborted');
  const aborted = await make({ open, signal: AbortSignal.abort('gone') }).execute();
  deepEqual([aborted.state, aborted.reason], ['aborted', 'gone']);
  equal(opened, 0);
});

test('a signal aborts, keeps its reason, and is left without a listener', async () => {
  const controller = new AbortController();
  const sdk = make<string>({ open: signal => hang(signal, 'a'), signal: controller.signal });
  const messages = sdk.messages();
  await messages.next();
  const next = messages.next();
  next.catch(() => {});
  const reason = new Error('client left');
  controller.abort(reason);
  await rejects(next, { code: 'cancelled', cause: reason });
  equal((await sdk.result).reason, reason);
  equal(getEventListeners(controller.signal, 'abort').length, 0);
  equal(Object.hasOwn(controller.signal, 'addEventListener'), false);
});

test('what a callback throws ends it as failed, and the stream is closed', async () => {
  let closed = false;
  async function* open(): AsyncGenerator<string> {
    try {
      yield 'a';
      yield 'b';
    } finally {
      closed = true;
    }
  }
  const error = new Error('callback');
  const retries = { max: 5, isRetryable: () => true };
  const result = await make({ open, retries }).execute(() => Promise.reject(error));
  deepEqual([result.state, result.error, result.messages, result.attempts], ['failed', error, 1, 1]);
  equal(closed, true);
});

test('what open() returns or throws that is no stream is a failure, not a crash', async () => {
  const results = await Promise.all([
    make({ open: () => 7 as never }).execute(),
    make({ open: () => ({}) as never }).execute(),
    make({
      open: () => {
        throw new Error('sync');
      },
    }).execute(),
    // A failure with nothing to say is one too.
    make({ open: () => Promise.reject(undefined) }).execute(),
  ]);
  deepEqual(new Set(results.map(result => result.state)), new Set(['failed']));
  const silent = make({ open: () => Promise.reject(undefined) }).messages();
  await rejects(silent.next(), error => error === undefined);
});

test('a stream that ignores its abort is left behind and named', async () => {
  const sdk = make<string>({
    open: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }) }),
    interruptMs: 100,
    closeMs: 100,
  });
  const done = sdk.execute();
  await clock.advanceAsync(10);
  void sdk.stop('enough');
  await clock.advanceAsync(1_000);
  deepEqual([(await done).state, (await done).streamClosed], ['aborted', false]);
  deepEqual(kinds(), ['sdk-interrupt-stuck']);
});

test('a generator that moves only after it was given up is closed then; what follows from one finding is not another', async () => {
  const gate = Promise.withResolvers<void>();
  const ran: string[] = [];
  const sdk = make<string>({
    async *open() {
      try {
        await gate.promise;
        yield 'late';
        ran.push('went on');
      } finally {
        ran.push('closed');
      }
    },
    firstMessageMs: 100,
    interruptMs: 100,
    closeMs: 100,
  });
  const done = sdk.execute();
  await clock.advanceAsync(1_000);
  deepEqual([(await done).state, (await done).streamClosed, (await done).messages], ['timed-out', false, 0]);
  deepEqual(ran, []);
  gate.resolve();
  await clock.advanceAsync(0);
  deepEqual(ran, ['closed']);
  deepEqual(kinds(), ['sdk-no-first-message']);
});

test('nothing of ours watches the process when no run is left', async () => {
  const listeners = process.listenerCount('newListener');
  const sdk = make<string>({ open: signal => hang(signal, 'a') });
  const messages = sdk.messages();
  await messages.next();
  equal(hasSubscribers('child_process'), true);
  equal(process.listenerCount('newListener'), listeners + 1);
  await messages.return();
  equal(hasSubscribers('child_process'), false);
  equal(process.listenerCount('newListener'), listeners);
});

test('a stream that goes on when its reader has left is named', async () => {
  const sdk = make<string>({
    open: () => ({
      [Symbol.asyncIterator]: () => ({
        next: async () => ({ done: false, value: 'a' }),
        return: () => new Promise<never>(() => {}),
      }),
    }),
    closeMs: 100,
  });
  const read = (async () => {
    for await (const _ of sdk.messages()) break;
  })();
  await clock.advanceAsync(1_000);
  await read;
  equal((await sdk.result).streamClosed, false);
  deepEqual(kinds(), ['sdk-no-end']);
});

test('a stream that its reader forgot is named a minute after the reader’s flow ended', async () => {
  const sdk = make<string>({ open: signal => hang(signal, 'a', 'b') });
  const messages = sdk.messages();
  await flow('request', () => messages.next());
  await clock.advanceAsync(59_000);
  deepEqual(kinds(), []);
  await clock.advanceAsync(1_100);
  deepEqual(kinds(), ['sdk-no-end']);
  await messages.return();
});

test('one that is read on by another flow is not', async () => {
  const sdk = make<string>({ open: signal => hang(signal, 'a', 'b') });
  const messages = sdk.messages();
  await flow('request', () => messages.next());
  await messages.next();
  await clock.advanceAsync(200_000);
  deepEqual(kinds(), []);
  await messages.return();
});
