// @limits {"leakGraceMs":50}
// The exit is in a finally block, so that an early return cannot skip it.
import { setTimeout as sleep } from 'node:timers/promises';
import { flow, openScope } from 'eddy';

async function handle(order) {
  const scope = openScope(`order ${order.id}`).enter();
  try {
    await sleep(5);
    if (order.items === 0) return;
    await sleep(1);
  } finally {
    scope.exit();
  }
}

await flow('full order', () => handle({ id: 1, items: 2 }));
await flow('empty order', () => handle({ id: 2, items: 0 }));
await sleep(200);
