// @limits {"leakGraceMs":50}
// One handler for all, set by the first query; and one a query, taken away with it.
import { SafeSdk } from 'eddy';

let isSet = false;

async function* query() {
  if (!isSet) process.on('exit', () => {});
  isSet = true;
  const onExit = () => {};
  process.on('exit', onExit);
  try {
    yield 'result';
  } finally {
    process.off('exit', onExit);
  }
}

async function ask() {
  const sdk = new SafeSdk({ name: 'agent', open: () => query() });
  await sdk.execute();
}

for (let n = 0; n < 4; n++) await ask();
