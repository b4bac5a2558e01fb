import { deepEqual, equal, throws } from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { test } from 'node:test';
import { PausedFrames } from './paused-frames.ts';

const store = new AsyncLocalStorage<string>();

function inner<R>(use: () => R): R {
  const own = 'inner';
  const result = use();
  equal(own, 'inner');
  return result;
}

/** Frame 0 is what looks, 1 is `inner`, 2 is this one. */
function outer<R>(use: () => R): { total: number; result: R } {
  let total = 1;
  const secrets = { password: 'hunter2' };
  const result = inner(use);
  total += secrets.password.length * 0;
  return { total, result };
}

test('names of callers are read, redacted, evaluated and written, in the flow that stands', () => {
  const frames = new PausedFrames();
  const { total, result } = outer(() => {
    const names = new Map(frames.variables(2).map(one => [one.name, one]));
    equal(names.get('total')?.value, 1);
    equal(JSON.stringify(names.get('secrets')?.value).includes('hunter2'), false);
    equal(frames.set(2, 'total', 41).value, 41);
    return store.run('ann', () => frames.evaluate(3, 'total + 1 + store.getStore()'));
  });
  frames.close();
  deepEqual([total, result], [41, '42ann']);
});

test('what is not there, throws or waits is said; nothing is left paused', () => {
  const frames = new PausedFrames();
  outer(() => {
    throws(() => frames.evaluate(1, 'nowhere'), { message: /nowhere is not defined/ });
    throws(() => frames.evaluate(1, '1 +'), { message: /SyntaxError/ });
    throws(() => frames.evaluate(1, 'await own'), { code: 'bad-expression' });
    throws(() => frames.set(1, 'nowhere', 1), { code: 'unknown-id' });
    throws(() => frames.variables(1_000), { code: 'refused' });
    equal(frames.isLooking, false);
  });
  frames.close();
});
