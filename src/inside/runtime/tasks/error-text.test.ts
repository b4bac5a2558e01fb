import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { isAbortError, nameError } from './error-text.ts';

test('name and message, on one line, cut', () => {
  equal(nameError(new TypeError('no\n  way')), 'TypeError: no way');
  equal(nameError('word'), 'word');
  equal(nameError(undefined), 'undefined');
  equal(nameError({ name: 'Refused', message: 'by them' }), 'Refused: by them');
  equal(nameError(new Error('x'.repeat(1000))).length, 301);
  equal(nameError(AbortSignal.abort().reason), 'AbortError: This operation was aborted');
});

test('an error whose name is a getter goes by its class', () => {
  class AssertionError extends Error {
    override get name() {
      return this.message;
    }
  }
  equal(nameError(new AssertionError('1 is not 2')), 'AssertionError: 1 is not 2');
});

test('nothing of the program runs', () => {
  let ran = 0;
  const spy = () => ++ran;
  const error = Object.defineProperty(new Error('hidden'), 'message', { get: spy });
  equal(nameError(error), 'Error');
  equal(
    nameError({
      get name() {
        return spy();
      },
      toString: spy,
      toJSON: spy,
    }),
    'Object',
  );
  equal(
    nameError(
      new Proxy(new Error(), { get: spy, getOwnPropertyDescriptor: spy as never, getPrototypeOf: spy as never }),
    ),
    'a proxy',
  );
  equal(nameError(Object.create(DOMException.prototype)), 'Object');
  equal(ran, 0);
});

test('abort errors of Node and of the web', () => {
  equal(isAbortError(AbortSignal.abort().reason), true);
  equal(isAbortError(Object.assign(new Error('x'), { name: 'AbortError' })), true);
  equal(isAbortError(new Error('AbortError')), false);
});
