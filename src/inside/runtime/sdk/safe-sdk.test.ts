import { deepEqual, equal, ok, rejects, throws } from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { type Flow, runtime } from '../core/index.ts';
import { flow } from '../flows.ts';
import { SafeSdk } from './safe-sdk.ts';
import { SdkMessageTracker } from './sdk-message-tracker.ts';
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

test('messages in order, one end, a flow of its own that ends with it', async () => {
  let inside: Flow | undefined;
  const flows = new Set<Flow>();
  const sdk = make({
    async *open() {
      inside = runtime().flow();
      for (const message of ['a', 'b', 'c']) {
        flows.add(runtime().flow());
        yield message;
      }
    },
  });
  equal(sdk.state, 'created');
  const seen: string[] = [];
  await flow('reader', async () => {
    for await (const message of sdk.messages()) seen.push(message);
  });
  const result = await sdk.result;
  deepEqual(seen, ['a', 'b', 'c']);
  deepEqual([result.state, result.messages, result.attempts, result.streamClosed], ['finished', 3, 1, true]);
  equal(inside?.kind, 'sdk');
  equal(inside?.parent?.name, 'reader');
  equal(inside?.outcome, 'done');
  // A generator that several flows step holds what it holds in none.
  deepEqual([...flows], [inside]);
});

test('nothing is asked of the SDK before it is wanted', async () => {
  let made = 0;
  const sdk = make({
    async *open() {
      for (;;) yield ++made;
    },
  });
  const messages = sdk.messages();
  equal(made, 0);
  deepEqual(await messages.next(), { done: false, value: 1 });
  await clock.advanceAsync(0);
  equal(made, 1);
  const both = await Promise.all([messages.next(), messages.next()]);
  deepEqual(
    both.map(step => step.value),
    [2, 3],
  );
  await messages.return();
  deepEqual(await messages.next(), { done: true, value: undefined });
});

test('each limit says which it is, and the error is thrown to the reader', async () => {
  for (const which of ['first-message', 'idle', 'total'] as const) {
    const sdk = make<string>({
      open: signal => hang(signal, ...(which === 'first-message' ? [] : ['one'])),
      firstMessageMs: 100,
      idleMs: which === 'total' ? 1_000 : 100,
      totalMs: 500,
    });
    const read = (async () => {
      for await (const _ of sdk.messages());
    })();
    read.catch(() => {});
    await clock.advanceAsync(600);
    await rejects(read, { code: 'sdk-timeout' });
    const result = await sdk.result;
    deepEqual([result.state, result.which], ['timed-out', which]);
  }
  deepEqual(kinds(), ['sdk-no-first-message', 'sdk-idle']);
});

test('a reader that takes its time is no idle stream', async () => {
  const sdk = make({ open: () => say('a', 'b'), idleMs: 100 });
  const messages = sdk.messages();
  await messages.next();
  await clock.advanceAsync(10_000);
  equal((await messages.next()).value, 'b');
  equal((await messages.next()).done, true);
  equal((await sdk.result).state, 'finished');
});

test('all limits stand still while a tool runs, told by hand', async () => {
  const sdk = make<string>({ open: signal => hang(signal, 'a'), idleMs: 100, totalMs: 200 });
  const done = sdk.execute();
  await clock.advanceAsync(50);
  sdk.toolStarted();
  sdk.toolStarted();
  await clock.advanceAsync(1_000);
  sdk.toolEnded();
  await clock.advanceAsync(1_000);
  equal(sdk.state, 'streaming');
  sdk.toolEnded();
  await clock.advanceAsync(49);
  equal(sdk.state, 'streaming');
  await clock.advanceAsync(1);
  deepEqual([(await done).state, (await done).which], ['timed-out', 'idle']);
});

test('retries wait longer each time and stop at the first that works', async () => {
  const at: number[] = [];
  const sdk = make({
    open: (_, attempt) => {
      at.push(clock.monotonic());
      if (attempt < 4) throw broken(503);
      return say('a');
    },
    retries: { max: 5, delayMs: 100, jitter: 0, maxDelayMs: 250 },
  });
  const done = sdk.execute();
  await clock.advanceAsync(10_000);
  deepEqual(at, [0, 100, 300, 550]);
  deepEqual([(await done).state, (await done).attempts], ['finished', 4]);
});

test('a first message that did not come is retried; the abort of one attempt does not reach the next', async () => {
  const signals: AbortSignal[] = [];
  const sdk = make<string>({
    open: (signal, attempt) => {
      signals.push(signal);
      return attempt === 1 ? hang(signal) : say('a');
    },
    firstMessageMs: 100,
    retries: { max: 1, delayMs: 10, jitter: 0 },
  });
  const done = sdk.execute();
  await clock.advanceAsync(200);
  deepEqual([(await done).state, (await done).attempts], ['finished', 2]);
  deepEqual(
    signals.map(signal => signal.aborted),
    [true, false],
  );
});

test('it runs once', async () => {
  const sdk = make({ open: () => say('a') });
  await sdk.execute();
  throws(() => sdk.messages(), { code: 'closed' });
});

test('events and report carry types and lengths, never what was said', async () => {
  const events: string[] = [];
  const off = runtime().onEvent(event => {
    if (event.kind.startsWith('sdk-')) events.push(JSON.stringify(event));
  });
  const tracker = new SdkMessageTracker();
  const secret = 'the-secret-prompt';
  await make({
    open: async function* () {
      yield { type: 'text', text: secret };
      throw Object.assign(new Error(secret), { status: 400 });
    },
    tracker,
  }).execute();
  off();
  deepEqual(
    events.map(text => JSON.parse(text).kind),
    ['sdk-started', 'sdk-message', 'sdk-ended'],
  );
  equal(JSON.parse(events[1] ?? '').data.type, 'text');
  const section = JSON.stringify(runtime().state().sections.sdkSessions);
  ok(!events.join().includes(secret) && !section.includes(secret));
  equal(tracker.latestMessage, secret);
});

test('ten thousand messages leave no reaction behind and no timer each', async () => {
  let most = 0;
  const sdk = make({
    open: async function* () {
      for (let n = 0; n < 10_000; n++) yield n;
    },
    idleMs: 100,
    totalMs: 100_000,
  });
  const result = await sdk.execute(() => {
    most = Math.max(most, clock.pending);
  });
  equal(result.messages, 10_000);
  ok(most <= 3, `${most} timers`);
});
