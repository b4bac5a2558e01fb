// What a runner says of a test is not always what its function did.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

test('skips itself', async ({ skip }) => {
  await null;
  skip();
});
test('keeps an error', async () => {
  const left = 1;
  await null;
  expect.soft(left).toBe(2);
});
test('counts', async () => {
  expect.assertions(2);
  await null;
  expect(1).toBe(1);
});
test.fails('should fail', async () => {
  await null;
});
test.fails('fails as it should', async () => {
  await null;
  throw new Error('as it should');
});
test('again', { retry: 1 }, async ({ task }) => {
  await null;
  expect.soft(task.result?.retryCount).toBe(1);
});
describe('hooks', () => {
  beforeEach(async ({ task }) => {
    await null;
    if (task.name === 'before') throw new Error('not opened');
  });
  afterEach(async ({ task }) => {
    await null;
    if (task.name === 'after') throw new Error('not closed');
  });
  test('before', () => {});
  test('after', async () => {
    const open = 3;
    await null;
    expect(open).toBe(3);
  });
  test('good', () => {});
});
