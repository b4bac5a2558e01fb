import { deepEqual } from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { test } from 'node:test';
import { type Runtime, runtime } from '../runtime/inside.ts';
import { flyCanary, keepCanaryFlying } from './canary.ts';

/** Its own timer was set before, for the same time. */
const landed = () => new Promise(resolve => setTimeout(resolve, 1));

test('context that is lost later is noticed, and told once', async () => {
  const rt = runtime();
  let lost = 0;
  const fly = async () => {
    flyCanary(rt, () => lost++);
    await landed();
  };
  await fly();
  deepEqual([rt.isolation, lost, [...rt.notes]], [true, 0, []]);
  const { getStore } = AsyncLocalStorage.prototype;
  AsyncLocalStorage.prototype.getStore = () => undefined;
  try {
    await fly();
    await fly();
  } finally {
    AsyncLocalStorage.prototype.getStore = getStore;
  }
  deepEqual([rt.isolation, lost], [false, 1]);
});

test('it flies again as often as it is told to', () => {
  const asked: number[] = [];
  const rt = { clock: { every: (ms: number) => asked.push(ms) } } as unknown as Runtime;
  keepCanaryFlying(rt, () => {});
  keepCanaryFlying(rt, () => {}, 7);
  deepEqual(asked, [1000, 7]);
});
