import { deepEqual, equal } from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { flow } from '../flows.ts';
import { SafeSdk } from './safe-sdk.ts';

const nodesOwn = process.listenerCount('newListener');
let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
  runtime().clock = clock;
});
afterEach(() => {
  runtime().findings.clear();
  process.removeAllListeners('exit-of-test');
  equal(process.listenerCount('newListener'), nodesOwn, 'our own listener was left');
});

const seen = (): string[] => {
  clock.advance(60_000);
  return runtime()
    .findings.list()
    .map(finding => `${finding.kind} ${finding.sites.added?.line === undefined ? 'no site' : 'with site'}`);
};

function ask(add: (signal: AbortSignal) => void, signal?: AbortSignal): Promise<unknown> {
  return new SafeSdk({
    name: 'asks',
    async *open(own) {
      await Promise.resolve();
      add(own);
      yield 'a';
    },
    ...(signal === undefined ? {} : { signal }),
  }).execute();
}

test('three runs that each leave a listener on the signal that they share', async () => {
  const { signal } = new AbortController();
  for (let n = 0; n < 3; n++) await ask(() => signal.addEventListener('abort', () => {}), signal);
  deepEqual(seen(), ['sdk-listeners with site']);
  equal(Object.hasOwn(signal, 'addEventListener'), false);
});

test('listeners on its own signal go with it, those that are taken away are none, and two are not yet a pattern', async () => {
  const { signal } = new AbortController();
  for (let n = 0; n < 5; n++) {
    await ask(own => {
      own.addEventListener('abort', () => {});
      const listener = (): void => {};
      signal.addEventListener('abort', listener);
      signal.removeEventListener('abort', listener);
    }, signal);
  }
  for (let n = 0; n < 2; n++) await ask(() => signal.addEventListener('abort', () => {}), signal);
  deepEqual(seen(), []);
});

test('what other flows add meanwhile is not the runs’', async () => {
  const started = Promise.withResolvers<void>();
  for (let n = 0; n < 4; n++) {
    await Promise.all([
      ask(() => started.resolve()),
      flow('other', async () => {
        await started.promise;
        process.on('exit-of-test', () => {});
      }),
    ]);
  }
  deepEqual(seen(), []);
});

test('listeners that are gone when the grace is over are none', async () => {
  for (let n = 0; n < 4; n++) await ask(() => process.on('exit-of-test', () => {}));
  process.removeAllListeners('exit-of-test');
  deepEqual(seen(), []);
});
