// The janitor asks; the job that reads from the cursor closes it itself.
import { Mutex } from 'async-mutex';
import { flow } from 'eddy';

const table = new Mutex();

async function* rows() {
  const release = await table.acquire();
  try {
    for (let id = 1; ; id++) yield { id };
  } finally {
    release();
  }
}

const cursor = rows();
const enough = Promise.withResolvers();
const readOne = Promise.withResolvers();
const reader = flow('reader', async () => {
  await cursor.next();
  readOne.resolve();
  await enough.promise;
  await cursor.return();
});
await flow('janitor', async () => {
  await readOne.promise;
  enough.resolve();
});
await reader;
