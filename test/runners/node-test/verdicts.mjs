// What a runner says of a test is not always what its function did.
import { afterEach, beforeEach, describe, it, test } from 'node:test';

test('skips itself', async t => {
  await null;
  t.skip();
});
test('counts', async t => {
  t.plan(2);
  await null;
  t.assert.ok(true);
});
test('is to be done', async t => {
  await null;
  t.todo();
  throw new Error('as it should');
});
describe('hooks', () => {
  beforeEach(async t => {
    await null;
    if (t.name === 'before') throw new Error('not opened');
  });
  afterEach(async t => {
    await null;
    if (t.name === 'after') throw new Error('not closed');
  });
  it('before', () => {});
  it('after', () => {});
  it('good', () => {});
});
