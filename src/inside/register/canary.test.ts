import { deepEqual } from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { test } from 'node:test';
import { runtime } from '../runtime/inside.ts';
import { flyCanary } from './canary.ts';

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
