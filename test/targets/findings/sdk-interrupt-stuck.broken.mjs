// @limits {"sdkInterruptMs":100,"sdkCloseMs":100}
// interrupt() waits for a reply that does not come, and the stream goes on meanwhile.
import { setTimeout as pause } from 'node:timers/promises';
import { SafeSdk } from 'eddy';

function query(signal) {
  async function* messages() {
    while (!signal.aborted) {
      yield 'tick';
      await pause(5);
    }
  }
  return Object.assign(messages(), { interrupt: () => new Promise(() => {}) });
}

const sdk = new SafeSdk({ name: 'agent', open: signal => query(signal) }); // @created
let count = 0;
await sdk.execute(() => {
  if (++count === 3) void sdk.stop('enough');
});
