import { equal, rejects, throws } from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { FakeClock } from '../../../testing/fake-clock.ts';
import { runtime } from '../core/index.ts';
import { CircuitBreaker } from './circuit-breaker.ts';

let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
  runtime().clock = clock;
});

const failing = (breaker: CircuitBreaker): Promise<unknown> =>
  breaker.run(() => Promise.reject(new Error('down'))).catch(error => error);

test('opens after five failures in a row, and after a minute lets one trial through', async () => {
  const breaker = new CircuitBreaker();
  for (let n = 0; n < 4; n++) await failing(breaker);
  await breaker.run(() => 'up');
  for (let n = 0; n < 4; n++) await failing(breaker);
  equal(breaker.state, 'closed');
  await failing(breaker);
  equal(breaker.state, 'open');
  await rejects(
    breaker.run(() => 'up'),
    { code: 'sdk-circuit-open' },
  );
  clock.advance(59_999);
  equal(breaker.state, 'open');
  clock.advance(1);
  equal(breaker.state, 'half-open');
  const leave = breaker.enter();
  throws(() => breaker.enter(), { code: 'sdk-circuit-open' });
  leave('succeeded');
  equal(breaker.state, 'closed');
  equal(breaker.refused, 2);
});

test('a trial that fails opens it again for the whole time', async () => {
  const breaker = new CircuitBreaker({ failureThreshold: 1, resetTimeoutMs: 100 });
  await failing(breaker);
  clock.advance(100);
  await failing(breaker);
  clock.advance(99);
  equal(breaker.state, 'open');
  clock.advance(1);
  equal(breaker.state, 'half-open');
});

test('a trial that was given up frees the place for the next', () => {
  const breaker = new CircuitBreaker({ failureThreshold: 1, resetTimeoutMs: 100 });
  breaker.enter()('failed');
  clock.advance(100);
  breaker.enter()('neither');
  equal(breaker.state, 'half-open');
  breaker.enter()('succeeded');
  equal(breaker.state, 'closed');
});

test('what entered before it opened does not close it', () => {
  const breaker = new CircuitBreaker({ failureThreshold: 1 });
  const early = breaker.enter();
  breaker.enter()('failed');
  early('succeeded');
  equal(breaker.state, 'open');
});

test('errors that do not count leave it closed', async () => {
  const breaker = new CircuitBreaker({ failureThreshold: 1, isFailure: () => false });
  await failing(breaker);
  equal(breaker.state, 'closed');
});
