// @limits {"sdkFirstMessageMs":100,"sdkInterruptMs":100}
// The service accepts the request and never says a word.
import { SafeSdk } from 'eddy';

async function* silent(signal) {
  await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
  yield 'never';
}

const sdk = new SafeSdk({ name: 'summary', open: signal => silent(signal) }); // @created
await sdk.execute();
