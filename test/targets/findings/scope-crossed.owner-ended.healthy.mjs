// @limits {"leakGraceMs":50}
// The job that entered the scope gives it to the main program before it ends.
import { setTimeout as sleep } from 'node:timers/promises';
import { currentFlow, flow, openScope } from 'eddy';

const session = openScope('session');
const keeper = currentFlow();
await flow('start', async () => {
  session.enter();
  session.handOver(keeper);
});
await sleep(150);
session.exit();
