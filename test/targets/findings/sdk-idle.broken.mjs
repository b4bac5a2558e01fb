// @limits {"sdkIdleMs":100,"sdkInterruptMs":100}
// The connection is half-open: two messages, then nothing for ever.
import { SafeSdk } from 'eddy';

async function* halfOpen(signal) {
  yield 'one';
  yield 'two';
  await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

async function answer() {
  const sdk = new SafeSdk({ name: 'chat', open: signal => halfOpen(signal) }); // @created
  for await (const _ of sdk.messages());
}

await answer().catch(() => {});
