import { test } from 'node:test';

test('around', async t => {
  await t.test('waits for nothing', () => new Promise(() => {}));
});
