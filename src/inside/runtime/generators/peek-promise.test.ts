import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import vm from 'node:vm';
import { peekPromise } from './peek-promise.ts';

test('pending, fulfilled and rejected promises are told apart from what is in them', () => {
  const value = { value: 1, done: true };
  const error = new Error('no');
  const rejected = Promise.reject(error);
  rejected.catch(() => {});
  deepEqual(peekPromise(new Promise(() => {})), { state: 'pending' });
  deepEqual(peekPromise(Promise.resolve(3)), { state: 'settled' });
  const peeked = peekPromise(Promise.resolve(value));
  equal(peeked?.state === 'settled' && peeked.object, value);
  const failed = peekPromise(rejected);
  equal(failed?.state === 'settled' && failed.object, error);
});

test('properties of the promise itself are not taken for its result', () => {
  const named = Object.assign(Promise.resolve(3), { state: '<pending>', extra: { done: true } });
  deepEqual(peekPromise(named), { state: 'settled' });
  deepEqual(peekPromise(Object.assign(new Promise(() => {}), { extra: {} })), { state: 'pending' });
});

test('a look runs no code of the value', () => {
  let ran = 0;
  const hostile = new Error('x');
  for (const name of ['name', 'message', 'stack', 'constructor', Symbol.toStringTag])
    Object.defineProperty(hostile, name, { get: () => ran++, configurable: true });
  const rejected = Promise.reject(hostile);
  rejected.catch(() => {});
  equal(peekPromise(rejected)?.state, 'settled');
  equal(ran, 0);
});

test('one of another context is as any other; of a class of the program nothing is said', () => {
  const [waits, done, own] = vm.runInNewContext(
    '[new Promise(() => {}), Promise.resolve({}), new (class Own extends Promise {})(() => {})]',
  ) as Promise<unknown>[];
  deepEqual(peekPromise(waits!), { state: 'pending' });
  equal(peekPromise(done!)?.state, 'settled');
  equal(peekPromise(own!), undefined);
});
