// What a runner says of a test is not always what its function did.
import assert from 'node:assert/strict';

it('skips itself at once', function () {
  this.skip();
});
it('skips itself', async function () {
  await null;
  this.skip();
});
let tries = 0;
it('again', async () => {
  await null;
  assert.equal(++tries, 2);
}).retries(1);
describe('hooks', () => {
  afterEach(async function () {
    await null;
    if (this.currentTest.title === 'after') throw new Error('not closed');
  });
  it('good', () => {});
  it('after', () => {});
});
