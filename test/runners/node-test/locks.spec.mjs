import { test } from 'node:test';

test('waits for itself', { timeout: 400 }, async t => {
  const alive = setInterval(() => {}, 100);
  t.after(() => clearInterval(alive));
  await navigator.locks.request('till', async () => {
    await navigator.locks.request('till', async () => {}); // @again
  });
});
