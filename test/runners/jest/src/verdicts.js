// What a runner says of a test is not always what its function did.
test('counts', async () => {
  expect.assertions(2);
  await null;
  expect(1).toBe(1);
});
test('has none', async () => {
  expect.hasAssertions();
  await null;
});
test.failing('should fail', async () => {
  await null;
});
test.failing('fails as it should', async () => {
  await null;
  throw new Error('as it should');
});
describe('hooks', () => {
  const is = name => expect.getState().currentTestName === `hooks ${name}`;
  beforeEach(async () => {
    await null;
    if (is('before')) throw new Error('not opened');
  });
  afterEach(async () => {
    await null;
    if (is('after')) throw new Error('not closed');
  });
  test('before', () => {});
  test('after', () => {});
  test('good', () => {});
});
