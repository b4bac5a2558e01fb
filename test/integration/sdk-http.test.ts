// The real clients of two services against a server that breaks off in every place.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { after, afterEach, before, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { runtime } from '../../src/inside/runtime/core/index.ts';
import {
  CircuitBreaker,
  SafeSdk,
  type SafeSdkOptions,
  type SdkResult,
  sdkProtocols,
} from '../../src/inside/runtime/index.ts';
import { type LlmServer, openLlmServer, type WayToBreak } from '../targets/sdk/llm-server.ts';

let server: LlmServer;
const unhandled: unknown[] = [];
const onUnhandled = (error: unknown): void => {
  unhandled.push(error);
};

before(async () => {
  process.on('unhandledRejection', onUnhandled);
  server = await openLlmServer();
});

after(async () => {
  await server.close();
  process.off('unhandledRejection', onUnhandled);
  // Nothing of ours waits, and no connection was left: what remains is the test runner's.
  const left = (): string[] => process.getActiveResourcesInfo().filter(name => /TCP|Process|FSReq/.test(name));
  for (const until = Date.now() + 20_000; left().length > 0 && Date.now() < until; ) await setImmediate();
  deepEqual(left(), []);
});

afterEach(() => {
  deepEqual(unhandled, []);
  runtime().findings.clear();
});

const clients = {
  anthropic: (way: WayToBreak): SafeSdkOptions<unknown> => ({
    name: `anthropic ${way}`,
    ...sdkProtocols.anthropicMessages,
    open: signal =>
      new Anthropic({ apiKey: 'k', baseURL: `${server.url}/${way}`, maxRetries: 0, logLevel: 'off' }).messages.create(
        { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'hi' }], stream: true },
        { signal },
      ),
  }),
  openai: (way: WayToBreak): SafeSdkOptions<unknown> => ({
    name: `openai ${way}`,
    ...sdkProtocols.openaiChat,
    open: signal =>
      new OpenAI({
        apiKey: 'k',
        baseURL: `${server.url}/${way}`,
        maxRetries: 0,
        logLevel: 'off',
      }).chat.completions.create({ model: 'm', messages: [{ role: 'user', content: 'hi' }], stream: true }, { signal }),
  }),
};
const total = { anthropic: 6, openai: 4 };
// Short only where it is to pass: a machine under load is no silent service.
const patient = { firstMessageMs: 20_000, idleMs: 20_000, interruptMs: 5_000, closeMs: 5_000 };

const kinds = (): string[] =>
  runtime()
    .findings.list()
    .map(finding => finding.kind);

/** Runs it and sees that exactly one end was told, by the result, the event and the report. */
async function run(options: SafeSdkOptions<unknown>): Promise<SdkResult> {
  const ends: unknown[] = [];
  const off = runtime().onEvent(event => {
    if (event.kind === 'sdk-ended') ends.push(event.data.end);
  });
  const sdk = new SafeSdk({ ...patient, ...options });
  const result = await sdk.execute();
  off();
  deepEqual(ends, [result.state]);
  equal(sdk.state, result.state);
  equal(result.streamClosed, true);
  return result;
}

for (const who of ['anthropic', 'openai'] as const) {
  const make = clients[who];

  test(`${who}: a whole stream finishes`, async () => {
    const result = await run(make('fine'));
    equal(result.state, 'finished');
    equal(result.messages, total[who]);
    deepEqual(kinds(), []);
  });

  for (const way of ['no-answer', 'headers-then-silence'] as const) {
    test(`${who}: ${way} is a first message that did not come`, async () => {
      const result = await run({ ...make(way), firstMessageMs: 200 });
      deepEqual([result.state, result.which, result.messages], ['timed-out', 'first-message', 0]);
      deepEqual(kinds(), ['sdk-no-first-message']);
    });
  }

  test(`${who}: silence after some events passes the idle limit`, async () => {
    const result = await run({ ...make('events-then-silence'), idleMs: 200 });
    deepEqual([result.state, result.which, result.messages], ['timed-out', 'idle', 3]);
    deepEqual(kinds(), ['sdk-idle']);
  });

  for (const way of [
    'reset-before-headers',
    'reset-after-headers',
    'reset-inside-event',
    'status-500',
    'status-400',
  ] as const) {
    test(`${who}: ${way} fails with the client's own error`, async () => {
      const result = await run(make(way));
      deepEqual([result.state, result.messages, result.attempts], ['failed', 0, 1]);
      ok(result.error instanceof Error);
      deepEqual(kinds(), []);
    });
  }

  test(`${who}: a reset after some events fails, and what came was delivered`, async () => {
    const result = await run(make('events-then-reset'));
    deepEqual([result.state, result.messages], ['failed', 3]);
  });

  test(`${who}: a malformed event fails as what the client threw`, async () => {
    const result = await run(make('malformed'));
    deepEqual([result.state, result.messages], ['failed', 1]);
    ok(result.error instanceof SyntaxError);
  });

  test(`${who}: an error event fails`, async () => {
    const result = await run(make('error-event'));
    deepEqual([result.state, result.messages], ['failed', 0]);
  });

  for (const way of ['no-terminal', 'cut-inside-event'] as const) {
    test(`${who}: ${way} is no finish`, async () => {
      const result = await run(make(way));
      equal(result.state, 'failed');
      // Where the client itself notices the half event, its error is the one.
      if (way === 'no-terminal') deepEqual(kinds(), ['sdk-no-end']);
    });
  }

  for (const way of ['busy-then-fine', 'reset-then-fine'] as const) {
    test(`${who}: ${way} is cured by one retry`, async () => {
      const result = await run({ ...make(way), retries: { max: 3, delayMs: 1 } });
      deepEqual([result.state, result.attempts, result.messages], ['finished', 2, total[who]]);
    });
  }

  test(`${who}: no retry after output, none of a 400, as many as allowed of a 500`, async () => {
    const retries = { max: 2, delayMs: 1 };
    equal((await run({ ...make('events-then-reset'), retries })).attempts, 1);
    equal((await run({ ...make('events-then-reset'), retries, retryAfterOutput: true })).attempts, 3);
    equal((await run({ ...make('status-400'), retries })).attempts, 1);
    equal((await run({ ...make('status-500'), retries })).attempts, 3);
    equal((await run({ ...make('status-500'), retries: { max: 0 } })).attempts, 1);
  });

  test(`${who}: a breaker opens after its failures and refuses without a request`, async () => {
    const breaker = new CircuitBreaker({ failureThreshold: 2 });
    await run({ ...make('status-500'), breaker });
    await run({ ...make('status-400'), breaker });
    equal(breaker.state, 'closed');
    await run({ ...make('status-500'), breaker });
    const before = server.requests;
    const refused = await run({ ...make('fine'), breaker });
    equal(refused.state, 'failed');
    equal((refused.error as { code?: string }).code, 'sdk-circuit-open');
    equal(server.requests, before);
  });

  test(`${who}: stop() aborts a stream that goes on, and the server sees it leave`, async () => {
    const before = server.abandoned;
    const sdk = new SafeSdk<unknown>({ ...make('endless'), ...patient });
    const seen: unknown[] = [];
    let thrown: { code?: string } | undefined;
    try {
      for await (const message of sdk.messages()) {
        seen.push(message);
        if (seen.length === 3) void sdk.stop('enough');
      }
    } catch (error) {
      thrown = error as { code?: string };
    }
    const result = await sdk.result;
    deepEqual([result.state, result.reason, thrown?.code], ['aborted', 'enough', 'cancelled']);
    await server.idle();
    equal(server.abandoned, before + 1);
  });

  test(`${who}: leaving the loop ends the stream`, async () => {
    const sdk = new SafeSdk<unknown>({ ...make('endless'), ...patient });
    for await (const _ of sdk.messages()) break;
    const result = await sdk.result;
    deepEqual([result.state, result.messages, result.streamClosed], ['aborted', 1, true]);
    await server.idle();
    deepEqual(kinds(), []);
  });

  test(`${who}: a signal aborts before the first byte, and its listener goes`, async () => {
    const controller = new AbortController();
    const running = run({ ...make('no-answer'), signal: controller.signal });
    controller.abort(new Error('left'));
    const result = await running;
    equal(result.state, 'aborted');
    equal((result.reason as Error).message, 'left');
    equal(getEventListeners(controller.signal, 'abort').length, 0);
    await server.idle();
  });
}

test('twenty runs at once keep their ends apart', async () => {
  const ways: WayToBreak[] = ['fine', 'events-then-silence', 'status-500', 'headers-then-silence'];
  const results = await Promise.all(
    Array.from({ length: 20 }, (_, at) =>
      new SafeSdk({
        ...clients[at % 2 === 0 ? 'anthropic' : 'openai'](ways[at % 4] as WayToBreak),
        ...patient,
        ...(at % 4 === 1 ? { idleMs: 300 } : at % 4 === 3 ? { firstMessageMs: 300 } : {}),
      }).execute(),
    ),
  );
  deepEqual(
    results.map(result => `${result.state} ${result.which ?? ''}`.trim()),
    Array.from({ length: 20 }, (_, at) => ['finished', 'timed-out idle', 'failed', 'timed-out first-message'][at % 4]),
  );
});
