// @limits {"leakGraceMs":50}
// Each query sets an exit handler and never takes it away.
import { SafeSdk } from 'eddy';

async function* query() {
  process.on('exit', () => {}); // @added
  yield 'result';
}

async function ask() {
  const sdk = new SafeSdk({ name: 'agent', open: () => query() }); // @created
  await sdk.execute();
}

for (let n = 0; n < 4; n++) await ask();
