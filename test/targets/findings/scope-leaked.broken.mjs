// @limits {"leakGraceMs":50}
// An early return skips the exit.
import { setTimeout as sleep } from 'node:timers/promises';
import { flow, openScope } from 'eddy';

async function handle(order) {
  const scope = openScope(`order ${order.id}`).enter(); // @entered
  await sleep(5);
  if (order.items === 0) return;
  scope.exit();
}

await flow('full order', () => handle({ id: 1, items: 2 }));
await flow('empty order', () => handle({ id: 2, items: 0 }));
await sleep(200);
