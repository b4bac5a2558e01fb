import { equal, throws } from 'node:assert/strict';
import { test } from 'node:test';
import { fail } from '../../../base/index.ts';
import { isRetryable, RetryPolicy } from './retry-policy.ts';

const coded = (code: string): Error => Object.assign(new Error(code), { code });
const status = (code: number): Error => Object.assign(new Error(String(code)), { status: code });

test('what another attempt may cure', () => {
  for (const code of [408, 409, 429, 500, 503, 529]) equal(isRetryable(status(code)), true, String(code));
  for (const code of [400, 401, 403, 404, 422]) equal(isRetryable(status(code)), false, String(code));
  equal(isRetryable(coded('ECONNRESET')), true);
  equal(isRetryable(new TypeError('fetch failed', { cause: coded('UND_ERR_SOCKET') })), true);
  equal(isRetryable(new SyntaxError('bad JSON')), false);
  equal(isRetryable(fail('sdk-timeout', 'late', { data: { which: 'first-message' } })), true);
  equal(isRetryable(fail('sdk-timeout', 'late', { data: { which: 'total' } })), false);
  equal(isRetryable(undefined), false);
  // The cause of a refusal is not looked at: the refusal says it all.
  equal(isRetryable(Object.assign(status(400), { cause: coded('ECONNRESET') })), false);
});

test('a cause that is its own cause ends', () => {
  const error = new Error('ring');
  error.cause = error;
  equal(isRetryable(error), false);
});

test('delays grow to their maximum, and zero retries are zero', () => {
  const policy = new RetryPolicy({ max: 0, jitter: 0, delayMs: 100, maxDelayMs: 350 });
  equal(policy.max, 0);
  equal(policy.delayMs(2, undefined), 100);
  equal(policy.delayMs(3, undefined), 200);
  equal(policy.delayMs(4, undefined), 350);
  equal(new RetryPolicy(undefined).max, 0);
  equal(new RetryPolicy({}).max, 5);
});

test('a longer wait that the server asks for counts, up to the maximum', () => {
  const policy = new RetryPolicy({ jitter: 0, delayMs: 100, maxDelayMs: 5_000 });
  const asks = (seconds: string): Error =>
    Object.assign(status(429), { headers: new Headers({ 'retry-after': seconds }) });
  equal(policy.delayMs(2, asks('3')), 3_000);
  equal(policy.delayMs(2, asks('60')), 5_000);
  equal(policy.delayMs(2, asks('Sat, 01 Jan 2028 00:00:00 GMT')), 100);
});

test('jitter stays within its share', () => {
  const policy = new RetryPolicy({ delayMs: 100, jitter: 0.5 });
  for (let n = 0; n < 100; n++) {
    const ms = policy.delayMs(2, undefined);
    equal(ms >= 50 && ms <= 150, true, String(ms));
  }
});

test('numbers that make no sense are refused', () => {
  throws(() => new RetryPolicy({ max: -1 }), { code: 'bad-option' });
  throws(() => new RetryPolicy({ delayMs: Number.NaN }), { code: 'bad-option' });
});
