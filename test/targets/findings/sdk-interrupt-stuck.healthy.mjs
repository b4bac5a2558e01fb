// @limits {"sdkInterruptMs":1000,"sdkCloseMs":100}
// interrupt() ends the turn.
import { setTimeout as pause } from 'node:timers/promises';
import { SafeSdk } from 'eddy';

function query() {
  let interrupted = false;
  async function* messages() {
    while (!interrupted) {
      yield 'tick';
      await pause(5);
    }
    yield 'result';
  }
  return Object.assign(messages(), {
    async interrupt() {
      interrupted = true;
    },
  });
}

const sdk = new SafeSdk({ name: 'agent', open: () => query() });
let count = 0;
await sdk.execute(() => {
  if (++count === 3) void sdk.stop('enough');
});
