import { ok } from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';

beforeEach(async t => {
  const step = 'before';
  await null;
  if (t.name === 'fails before') throw new Error(step); // @before
});

afterEach(async t => {
  const step = 'after';
  await null;
  if (t.name === 'fails after') throw new Error(step); // @after
  ok(step);
});

test('fails before', async () => {});

test('fails after', async () => {
  const inside = 1;
  await null;
  ok(inside);
});

test('fails itself, and a hook follows', async () => {
  const inside = 2;
  await null;
  ok(inside > 2); // @itself
});

test('is to be written', { todo: true }, () => {
  throw new Error('not yet');
});
