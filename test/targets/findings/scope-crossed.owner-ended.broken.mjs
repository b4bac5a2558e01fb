// @limits {"leakGraceMs":50}
// The job that entered the scope is long over when the shutdown exits it.
import { setTimeout as sleep } from 'node:timers/promises';
import { flow, openScope } from 'eddy';

const session = openScope('session');
await flow('start', async () => {
  session.enter(); // @entered
});
await sleep(150);
await flow('shut down', async () => {
  try {
    session.exit(); // @exited
  } catch (error) {
    console.log(error.code);
  }
});
await sleep(150);
