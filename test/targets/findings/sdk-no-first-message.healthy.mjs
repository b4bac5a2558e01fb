// @limits {"sdkFirstMessageMs":1000,"sdkInterruptMs":100}
// The service thinks for a while and answers.
import { setTimeout as pause } from 'node:timers/promises';
import { SafeSdk } from 'eddy';

async function* slow(signal) {
  await pause(50, undefined, { signal });
  yield 'hello';
}

const sdk = new SafeSdk({ name: 'summary', open: signal => slow(signal) });
await sdk.execute();
